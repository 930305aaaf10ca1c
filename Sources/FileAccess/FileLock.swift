import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An exclusive lock on a file, which the kernel drops when its holder dies.
///
/// It is `flock`, which belongs to the open file: a second lock on the same path conflicts within one process too. The
/// lock file stays after the release, since deleting it would let two holders lock two files of the same name. Its
/// content is for people. It does not say whether the lock is held: ``isHeld(at:)`` does.
package final class FileLock: Sendable {
  /// How often to ask: ``isHeld(at:)`` in another process holds the lock for an instant, which is no reason to give up.
  private static let maximumAttempts = 4
  /// How long to wait between attempts, in microseconds.
  private static let pause: UInt32 = 2000

  private let path: String
  /// The open lock file; `nil` after the release.
  private let file: Mutex<OpenFile?>

  private init(path: String, file: consuming OpenFile) {
    self.path = path
    self.file = Mutex(file)
  }

  deinit { release() }

  /// Takes the lock without waiting, creating its file (mode 0600) if necessary; `nil` if someone else holds it.
  package static func acquire(at path: String) throws(FileAccessError) -> FileLock? {
    for attempt in 1...maximumAttempts {
      if let lock = try acquireAtOnce(at: path) { return lock }
      if attempt < maximumAttempts { usleep(pause) }
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
        // The file was replaced meanwhile, so others would lock another one.
        guard try FileStatus.at(path)?.identity == status.identity else { return nil }
        return FileLock(path: path, file: file)
      }
    } catch {
      throw error.number == EISDIR ? .notAFile(path: path, .folder) : .cannotLock(path: path, error)
    }
    throw .notAFile(path: path, kind)
  }

  /// Whether someone holds the lock now; `false` without a lock file.
  ///
  /// Needs only the permission to read.
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

  /// Replaces the content of the lock file; a reader may see an empty file in between.
  ///
  /// - Throws: ``FileAccessError/lockReleased(path:)`` after the release, ``FileAccessError/cannotLock(path:_:)``.
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

  /// Empties the lock file and releases the lock; does nothing the second time.
  ///
  /// It cannot fail: closing the file always releases the lock, and no one takes its content for a lock.
  package func release() {
    file.withLock { file in
      try? file?.truncate()
      if let descriptor = file?.descriptor { Self.unlock(descriptor) }
      file = nil
    }
  }

  /// Releases the lock at once, which cannot fail for an open file.
  ///
  /// Closing the file is not enough if this process starts others: between fork and exec a child has the open file too.
  private static func unlock(_ descriptor: Int32) { _ = flock(descriptor, LOCK_UN) }

  /// Whether the lock was free and is now taken.
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
