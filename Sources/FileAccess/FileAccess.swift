import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All of the project's access to the file system: bounded reads, folder walks, durable writes, output.
///
/// Relative paths start at the working directory. All calls block. Interrupted calls are repeated, short reads and
/// writes are continued, and no child process inherits a descriptor.
package enum FileAccess {
  /// What is at the path, links followed; `nil` if nothing is.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)`` if the system does not say, for example without permission.
  package static func kind(of path: String) throws(FileAccessError) -> FileKind? { try status(of: path)?.kind }

  /// The identity of the file at the path, links followed; `nil` if the file does not exist.
  package static func identity(of path: String) throws(FileAccessError) -> FileIdentity? { try status(of: path)?.identity }

  /// The number of names (hard links) of a file; 0 if it does not exist.
  package static func nameCount(of path: String) throws(FileAccessError) -> Int { try status(of: path)?.nameCount ?? 0 }

  /// Whether anything is at the path, even a dangling link.
  package static func isThere(_ path: String) throws(FileAccessError) -> Bool {
    try status(of: path, followingLinks: false) != nil
  }

  static func status(of path: String, followingLinks: Bool = true) throws(FileAccessError) -> FileStatus? {
    try systemCall(on: path, failAs: FileAccessError.cannotInspect, try FileStatus.at(path, followingLinks: followingLinks))
  }

  /// Reads a whole regular file, and never waits for a pipe.
  ///
  /// The checks are made on the open file, so swapping a link meanwhile has no effect. `limit` is in bytes. `folder` is
  /// the ``realPath(of:)`` of the folder that must contain the file, links followed; `nil` for any.
  ///
  /// - Throws: ``FileAccessError`` if the file is missing, not regular, too large or outside, or the system refuses.
  package static func read(_ path: String, limit: Int, insideFolder folder: String? = nil) throws(FileAccessError) -> [UInt8] {
    let kind = try systemCall(on: path, failAs: FileAccessError.cannotRead, try FileStatus.at(path)?.kind)
    // Opening a device can have side effects.
    if kind == .other { throw .notAFile(path: path, .other) }
    // Non-blocking, so that a pipe without a writer cannot block; it makes no difference for regular files.
    let file = try systemCall(on: path, failAs: FileAccessError.cannotRead, try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY))
    if let folder {
      let realPath = try systemCall(on: path, failAs: FileAccessError.cannotInspect, try file.realPath())
      guard isInside(realPath, folder: folder) else { throw .outsideFolder(path: path, folder: folder) }
    }
    let status = try systemCall(on: path, failAs: FileAccessError.cannotRead, try file.status())
    guard status.kind == .file else { throw .notAFile(path: path, status.kind) }
    guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
    let bytes = try systemCall(on: path, failAs: FileAccessError.cannotRead, try file.read(expecting: status.size, limit: limit))
    guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
    return bytes
  }

  /// Reads a whole regular file as ``read(_:limit:insideFolder:)`` does; `nil` only if nothing is at the path.
  package static func readIfPresent(_ path: String, limit: Int) throws(FileAccessError) -> [UInt8]? {
    do throws(FileAccessError) {
      return try read(path, limit: limit)
    } catch .cannotRead(_, .missing) {
      return nil
    }
  }

  /// Adds text to the end of a file, and creates the file (mode 0600) if it is missing.
  ///
  /// For files that others write to as well, such as those that a CI system reads.
  package static func append(_ text: String, to path: String) throws(FileAccessError) {
    try systemCall(on: path, try OpenFile(path, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600).write(Array(text.utf8)))
  }

  /// Removes a file, if it exists.
  package static func remove(_ path: String) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      _ = try callingSystem { unlink(path) }
    } catch .missing {
      return
    } catch {
      throw .cannotWrite(path: path, error)
    }
  }

  /// Renames a file; a file of the new name is replaced.
  package static func move(_ path: String, to newPath: String) throws(FileAccessError) {
    _ = try systemCall(on: newPath, try callingSystem { rename(path, newPath) })
  }

  /// Creates a folder, and every missing folder above it.
  package static func createFolder(_ path: String) throws(FileAccessError) {
    if try kind(of: path) == .folder { return }
    let parent = folder(of: path)
    if parent != path { try createFolder(parent) }
    do throws(SystemErrorCode) {
      _ = try callingSystem { mkdir(path, 0o777) }
    } catch {
      // Another process may have created it meanwhile.
      if try kind(of: path) == .folder { return }
      throw .cannotWrite(path: path, error)
    }
  }
}

/// A file that grows at its end.
///
/// The kernel has each piece before ``append(_:)`` returns, so it survives the death of this process. It is not forced
/// to the disk: a power cut may lose the last pieces.
package final class FileAppender: Sendable {
  package let path: String
  private let file: Mutex<OpenFile>

  /// Creates an empty file (mode 0600); an existing one is emptied.
  package init(creating path: String) throws(FileAccessError) {
    self.path = path
    let file = try systemCall(on: path, try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, mode: 0o600))
    self.file = Mutex(file)
  }

  /// Throws, before any other work, what would make ``init(creating:)`` or ``append(_:)`` fail; changes nothing.
  package static func requireCreatable(at path: String) throws(FileAccessError) {
    try FileAccess.requireWritable(fileAt: path)
    try systemCalls(on: path) { () throws(SystemErrorCode) in
      // Creating the file does not follow links.
      if try FileStatus.at(path, followingLinks: false)?.isSymbolicLink == true { throw SystemErrorCode(ELOOP) }
    }
  }

  /// Appends the bytes, or a part of them if the disk is full; pieces of several callers do not mix.
  package func append(_ bytes: [UInt8]) throws(FileAccessError) {
    let path = path
    try file.withLock { (file: inout OpenFile) throws(FileAccessError) in
      try systemCall(on: path, try file.write(bytes))
    }
  }
}
