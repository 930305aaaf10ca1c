import Crypto
import FileAccess

/// A state in a local file.
///
/// The file is replaced as a whole (temporary file, fsync, rename, fsync of the folder) and the version before it kept as `.backup`. The lock is
/// `flock` on `<path>.lock`, which the kernel drops when the holder dies, however it dies.
package struct LocalBackend: StateBackend {
  /// What a state of a hundred million members would take; anything larger is not one.
  package static let largestState = 4 << 30
  private static let largestLockInfo = 64 << 10

  /// The state file as it was named.
  package let location: String
  /// The file itself, whatever links lead to it: all who use it must mean the same lock, journal and backup.
  package let place: String

  package init(path: String) {
    location = path
    place = FileAccess.resolvedPath(of: path)
  }

  package var journalPath: String { place + ".journal" }

  private var lockPath: String { place + ".lock" }

  private var backupPath: String { place + ".backup" }

  package func read() async throws -> StoredBytes? {
    guard let bytes = try FileAccess.readIfPresent(place, limit: Self.largestState) else { return nil }
    return StoredBytes(bytes: bytes, version: Self.version(of: bytes))
  }

  package func requireWritable() async throws {
    try FileAccess.requireWritable(fileAt: place, keepingBackup: backupPath)
    // A second name is no link that could be followed: the new state would have this name alone, and the old one the other.
    // After a crash between the backup and the write, that other name is the backup.
    let names = try FileAccess.nameCount(of: place)
    let isBackup = try FileAccess.identity(of: place) == FileAccess.identity(of: backupPath)
    if names > (isBackup ? 2 : 1) { throw StateError.hardLinked(location: location) }
  }

  package func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    let stored = try await read()?.version
    guard stored == version else { throw StateError.notReplaced(stored, at: location) }
    try FileAccess.writeDurably(bytes, to: place, keepingBackup: backupPath)
    return Self.version(of: bytes)
  }

  package func lock(_ info: LockInfo) async throws -> HeldLock {
    guard let lock = try FileLock.acquire(at: lockPath) else {
      throw LockHeldError(location: location, holder: try readLockFile().flatMap(LockInfo.init))
    }
    for file in [place, backupPath] { FileAccess.removeTemporaries(ofFileAt: file) }
    do {
      guard try FileLock.isHeld(at: lockPath) else { throw NoFileLocksError(path: lockPath) }
      try lock.replaceContent(try info.encoded())
    } catch {
      lock.release()
      throw error
    }
    // Only removing or replacing the lock file takes such a lock away; whoever locks the new file writes another name into it.
    return HeldLock(confirm: { try await lockHolder().require(info.id, at: location) }, release: { lock.release() })
  }

  package func lockHolder() async throws -> LockHolder {
    // An empty file is held by nobody, or for an instant only; asking the kernel takes the lock for an instant itself.
    guard let content = try readLockFile(), !content.isEmpty else { return .nobody }
    return try FileLock.isHeld(at: lockPath) ? .somebody(LockInfo(content)) : .nobody
  }

  package func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    switch try await lockHolder() {
    case .nobody, .unknown:
      // A file system that gives its locks to everyone never says that one is held.
      if let lock = try FileLock.acquire(at: lockPath) {
        defer { lock.release() }
        guard try FileLock.isHeld(at: lockPath) else { throw NoFileLocksError(path: lockPath) }
      }
      throw UnlockError.notLocked(location: location)
    case .somebody(nil):
      throw UnlockError.unknownHolder(location: location)
    case .somebody(let holder?) where holder.id != id:
      throw UnlockError.wrongID(location: location, holder: holder)
    case .somebody(let holder?):
      throw UnlockError.holderAlive(location: location, holder: holder)
    }
  }

  private func readLockFile() throws -> [UInt8]? {
    try FileAccess.readIfPresent(lockPath, limit: Self.largestLockInfo)
  }

  private static func version(of bytes: [UInt8]) -> StateVersion {
    StateVersion(tag: SHA256.hash(data: bytes).description)
  }
}
