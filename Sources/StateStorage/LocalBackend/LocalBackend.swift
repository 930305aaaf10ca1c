import Crypto
import FileAccess

/// A state in a local file.
///
/// The file is replaced as a whole (temporary file, fsync, rename, fsync of the folder), and its previous version is
/// kept as `.backup`. The lock is `flock` on `<path>.lock`, which the kernel drops when the holder dies.
package struct LocalBackend: StateBackend {
  /// In bytes: the size of a state with a hundred million members.
  package static let maximumState = 4 << 30
  private static let maximumLockInfo = 64 << 10

  /// The path as the user named it.
  package let location: String
  /// The path of the file behind all links, so that everyone uses the same lock, journal and backup.
  package let place: String

  package init(path: String) {
    location = path
    place = FileAccess.resolvedPath(of: path)
  }

  package var journalPath: String { place + ".journal" }

  /// `segplan.state.json` has `segplan.state.messages.json`.
  package func beside(_ name: String) -> any StoredDocument {
    LocalBackend(path: (place.hasSuffix(".json") ? String(place.dropLast(5)) : place) + ".\(name).json")
  }

  private var lockPath: String { place + ".lock" }

  private var backupPath: String { place + ".backup" }

  package func read() async throws -> StoredBytes? {
    guard let bytes = try FileAccess.readIfPresent(place, limit: Self.maximumState) else { return nil }
    return StoredBytes(bytes: bytes, version: Self.version(of: bytes))
  }

  package func requireWritable() async throws {
    try FileAccess.requireWritable(fileAt: place, keepingBackup: backupPath)
    // With a second name (a hard link), the new state would have only this name, and the old one would keep the other.
    // After a crash between the backup and the write, the second name is the backup.
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
    // This lock is lost only if its file is removed or replaced. The next holder then writes another name.
    return HeldLock(confirm: { try await lockHolder().require(info.id, at: location) }, release: { lock.release() })
  }

  package func lockHolder() async throws -> LockHolder {
    // An empty file is not locked, or only for an instant. Asking the kernel would itself take the lock for an instant.
    guard let content = try readLockFile(), !content.isEmpty else { return .free }
    return try FileLock.isHeld(at: lockPath) ? .held(by: LockInfo(content)) : .free
  }

  package func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    switch try await lockHolder() {
    case .free, .unknown:
      // A file system that gives its locks to everyone never reports one as held.
      if let lock = try FileLock.acquire(at: lockPath) {
        defer { lock.release() }
        guard try FileLock.isHeld(at: lockPath) else { throw NoFileLocksError(path: lockPath) }
      }
      throw UnlockError.notLocked(location: location)
    case .held(by: nil):
      throw UnlockError.unknownHolder(location: location)
    case .held(let holder?) where holder.id != id:
      throw UnlockError.wrongID(location: location, holder: holder)
    case .held(let holder?):
      throw UnlockError.holderAlive(location: location, holder: holder)
    }
  }

  private func readLockFile() throws -> [UInt8]? {
    try FileAccess.readIfPresent(lockPath, limit: Self.maximumLockInfo)
  }

  private static func version(of bytes: [UInt8]) -> StateVersion {
    StateVersion(tag: SHA256.hash(data: bytes).description)
  }
}
