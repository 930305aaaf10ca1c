#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All of the project's access to the file system: bounded reads, folder walks, durable writes, output.
///
/// Relative paths start at the working directory. All calls block. Interrupted calls are repeated, short reads and writes are
/// continued, and no child process inherits a descriptor.
package enum FileAccess {
  /// What is at the path, links followed; `nil` if nothing is.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)`` if the system does not say, for example without permission.
  package static func kind(of path: String) throws(FileAccessError) -> FileKind? { try status(of: path)?.kind }

  /// The identity of the file at the path, links followed; `nil` if there is none.
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

  /// Reads a whole regular file of at most `limit` bytes, with the conditions and errors of ``FileReader``.
  package static func read(_ path: String, limit: Int, insideFolder folder: String? = nil) throws(FileAccessError) -> [UInt8] {
    var reader = try FileReader(path, limit: limit, insideFolder: folder)
    return try reader.readToEnd()
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
    try systemCall(
      on: path,
      failAs: FileAccessError.cannotWrite,
      try OpenFile(path, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600).write(Array(text.utf8))
    )
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
    _ = try systemCall(on: newPath, failAs: FileAccessError.cannotWrite, try callingSystem { rename(path, newPath) })
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
