#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// The absolute path of what stands at a path, without links and without `.` and `..`.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)`` when nothing is there or the system does not say, or
  ///   ``FileAccessError/nameNotUTF8(path:)``.
  package static func realPath(of path: String) throws(FileAccessError) -> String {
    guard let resolved = realpath(path, nil) else { throw .cannotInspect(path: path, SystemErrorCode(errno)) }
    defer { free(resolved) }
    guard let text = String(validatingCString: resolved) else { throw .nameNotUTF8(path: String(cString: resolved)) }
    return text
  }

  /// Whether anything stands at a path, a link that leads nowhere among it.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)``.
  package static func isThere(_ path: String) throws(FileAccessError) -> Bool {
    do throws(SystemErrorCode) {
      return try FileStatus.at(path, followingLinks: false) != nil
    } catch {
      throw .cannotInspect(path: path, error)
    }
  }

  /// Whether a path is that of a folder or of something in it; both as ``realPath(of:)`` gives them.
  package static func isInside(_ path: String, folder: String) -> Bool {
    let folder = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    return path.utf8.starts(with: folder.utf8) || path + "/" == folder
  }
}
