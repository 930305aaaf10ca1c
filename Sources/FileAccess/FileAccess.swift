#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Everything that this project asks of the file system: bounded reads, folder walks, durable writes, output.
///
/// Paths are taken as the system takes them, relative ones from the working directory. All calls block. Interrupted calls are made
/// again, short reads and writes are continued, and no descriptor is inherited by a child process.
package enum FileAccess {
  /// What stands at the path, links followed; `nil` when nothing does.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)`` when the system does not say, for want of permission say.
  package static func kind(of path: String) throws(FileAccessError) -> FileKind? { try status(of: path)?.kind }

  /// What tells the file at the path from other files, links followed; `nil` when there is none.
  package static func identity(of path: String) throws(FileAccessError) -> FileIdentity? { try status(of: path)?.identity }

  /// How many names a file has; 0 when it is not there.
  package static func nameCount(of path: String) throws(FileAccessError) -> Int { try status(of: path)?.nameCount ?? 0 }

  /// Whether anything stands at a path, a link that leads nowhere among it.
  package static func isThere(_ path: String) throws(FileAccessError) -> Bool {
    try status(of: path, followingLinks: false) != nil
  }

  static func status(of path: String, followingLinks: Bool = true) throws(FileAccessError) -> FileStatus? {
    try systemCalls(on: path, failAs: FileAccessError.cannotInspect) { () throws(SystemErrorCode) in
      try FileStatus.at(path, followingLinks: followingLinks)
    }
  }

  /// Reads a whole regular file of at most `limit` bytes, with the conditions and errors of ``FileReader``.
  package static func read(
    _ path: String,
    limit: Int,
    insideFolder folder: String? = nil
  ) throws(FileAccessError) -> [UInt8] {
    var reader = try FileReader(path, limit: limit, insideFolder: folder)
    return try reader.readToEnd()
  }

  /// Reads a whole regular file as ``read(_:limit:insideFolder:)`` does; `nil` when there is nothing at the path, and only then.
  package static func readIfPresent(_ path: String, limit: Int) throws(FileAccessError) -> [UInt8]? {
    do throws(FileAccessError) {
      return try read(path, limit: limit)
    } catch .cannotRead(_, .missing) {
      return nil
    }
  }

  /// Adds text to the end of a file, which is made when it is missing.
  ///
  /// For files that others write to as well, such as those that a CI system reads afterwards: what stands there stays.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``.
  package static func append(_ text: String, to path: String) throws(FileAccessError) {
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      try OpenFile(path, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600).write(Array(text.utf8))
    }
  }

  /// Removes a file; one that is not there is fine.
  package static func remove(_ path: String) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      _ = try callingSystem { unlink(path) }
    } catch .missing {
      return
    } catch {
      throw .cannotWrite(path: path, error)
    }
  }

  /// Gives a file another name, in place of a file that has it.
  package static func move(_ path: String, to newPath: String) throws(FileAccessError) {
    _ = try systemCalls(on: newPath, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      try callingSystem { rename(path, newPath) }
    }
  }

  /// Sees to it that there is a folder, and every folder above it.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``; ``FileAccessError/notAFile(path:_:)`` never: what stands in the way is told as it is.
  package static func createFolder(_ path: String) throws(FileAccessError) {
    if try kind(of: path) == .folder { return }
    let parent = folder(of: path)
    if parent != path { try createFolder(parent) }
    do throws(SystemErrorCode) {
      _ = try callingSystem { mkdir(path, 0o777) }
    } catch {
      // Somebody else may have been quicker.
      if try kind(of: path) == .folder { return }
      throw .cannotWrite(path: path, error)
    }
  }
}
