/// Everything that this project asks of the file system: bounded reads, folder walks, durable writes, output.
///
/// Paths are taken as the system takes them, relative ones from the working directory. All calls block. Interrupted calls are made
/// again, short reads and writes are continued, and no descriptor is inherited by a child process.
package enum FileAccess {
  /// What stands at the path, links followed; `nil` when nothing does.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)`` when the system does not say, for want of permission say.
  package static func kind(of path: String) throws(FileAccessError) -> FileKind? {
    try status(of: path)?.kind
  }

  /// What tells the file at the path from other files, links followed; `nil` when there is none.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)``.
  package static func identity(of path: String) throws(FileAccessError) -> FileIdentity? {
    try status(of: path)?.identity
  }

  private static func status(of path: String) throws(FileAccessError) -> FileStatus? {
    do throws(SystemErrorCode) {
      return try FileStatus.at(path)
    } catch {
      throw .cannotInspect(path: path, error)
    }
  }
}
