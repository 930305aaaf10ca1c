import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An exclusive lock on a file that the kernel drops when its holder dies, however it dies.
///
/// It is `flock`, which belongs to the open file: a second lock on the same path conflicts in the same process as well. The lock
/// file stays when the lock goes, since deleting it would let two holders lock two different files of the same name. Its content is
/// for people and says nothing about whether the lock is held: ask ``isHeld(at:)``.
package final class FileLock: Sendable {
  /// Somebody asking ``isHeld(at:)`` holds the lock for an instant; that is not a reason to be turned away.
  private static let attempts = 4
  /// How long to wait between attempts, in microseconds.
  private static let pause: UInt32 = 2000

  /// The path of the lock file, as the caller named it.
  package let path: String
  /// The open lock file; `nil` once released.
  private let file: Mutex<OpenFile?>

  private init(path: String, file: consuming OpenFile) {
    self.path = path
    self.file = Mutex(file)
  }

  deinit { release() }

  /// Takes the lock, creating the lock file (mode 0600) if need be; `nil` when somebody else holds it.
  ///
  /// Does not wait.
  ///
  /// - Throws: ``FileAccessError/cannotLock(path:_:)`` or ``FileAccessError/notAFile(path:_:)``.
  package static func acquire(at path: String) throws(FileAccessError) -> FileLock? {
    for attempt in 1...attempts {
      if let lock = try acquireAtOnce(at: path) { return lock }
      if attempt < attempts { usleep(pause) }
    }
    return nil
  }

  private static func acquireAtOnce(at path: String) throws(FileAccessError) -> FileLock? {
    let kind: FileKind
    do throws(SystemErrorCode) {
      let file = try OpenFile(path, O_RDWR | O_CREAT | O_NONBLOCK, mode: 0o600)
      let status = try file.status()
      kind = status.kind
      if kind == .file {
        guard try lock(file, LOCK_EX) else { return nil }
        // Replaced under our hands: what we have locked is not what others will lock.
        guard try FileStatus.at(path)?.identity == status.identity else { return nil }
        return FileLock(path: path, file: file)
      }
    } catch {
      throw error.number == EISDIR ? .notAFile(path: path, .folder) : .cannotLock(path: path, error)
    }
    throw .notAFile(path: path, kind)
  }

  /// Whether somebody holds the lock right now; needs only the permission to read.
  ///
  /// No lock file means no.
  ///
  /// - Throws: ``FileAccessError/cannotLock(path:_:)``.
  package static func isHeld(at path: String) throws(FileAccessError) -> Bool {
    do throws(SystemErrorCode) {
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
      guard try lock(file, LOCK_SH) else { return true }
      unlock(file.descriptor)
      return false
    } catch .missing {
      return false
    } catch {
      throw .cannotLock(path: path, error)
    }
  }

  /// Makes the lock file hold these bytes.
  ///
  /// A reader may see an empty file in between.
  ///
  /// - Throws: ``FileAccessError/lockReleased(path:)`` once the lock is gone, ``FileAccessError/cannotLock(path:_:)``.
  package func replaceContent(_ bytes: [UInt8]) throws(FileAccessError) {
    let path = path
    try file.withLock { (file: inout OpenFile?) throws(FileAccessError) in
      guard file != nil else { throw .lockReleased(path: path) }
      try systemCalls(on: path, failAs: FileAccessError.cannotLock) { () throws(SystemErrorCode) in
        try file?.truncate()
        try file?.write(bytes)
      }
    }
  }

  /// Empties the lock file and gives the lock back; does nothing the second time.
  ///
  /// Cannot fail: closing the file gives the lock back whatever happens, and content that could not be removed misleads nobody who
  /// asks ``isHeld(at:)`` first.
  package func release() {
    file.withLock { file in
      try? file?.truncate()
      if let descriptor = file?.descriptor { Self.unlock(descriptor) }
      file = nil
    }
  }

  /// Gives the lock back at once.
  ///
  /// Closing the file alone is not enough in a process that starts others: between fork and exec a child has the open file as well, and
  /// with it the lock.
  private static func unlock(_ descriptor: Int32) {
    // Cannot fail for an open file; and closing follows.
    _ = flock(descriptor, LOCK_UN)
  }

  /// Whether the lock could be had, without waiting.
  private static func lock(_ file: borrowing OpenFile, _ kind: Int32) throws(SystemErrorCode) -> Bool {
    let descriptor = file.descriptor
    do throws(SystemErrorCode) {
      _ = try callingSystem { flock(descriptor, kind | LOCK_NB) }
      return true
    } catch {
      if error.number == EWOULDBLOCK { return false }
      throw error
    }
  }
}
