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

  /// The one path of a file, whatever links lead to it; also of one that is not there yet, and `path` itself where its folder is not either.
  package static func resolvedPath(of path: String) -> String {
    // What the system does not tell here, it tells whoever opens the file.
    guard let file = try? WriteTarget.followingLinks(path), let folder = try? realPath(of: WriteTarget.folder(of: file)) else {
      return path
    }
    return join(folder, String(WriteTarget.name(of: file)))
  }

  /// How many names a file has; 0 when it is not there.
  ///
  /// - Throws: ``FileAccessError/cannotInspect(path:_:)``.
  package static func nameCount(of path: String) throws(FileAccessError) -> Int {
    do throws(SystemErrorCode) {
      return try FileStatus.at(path)?.nameCount ?? 0
    } catch {
      throw .cannotInspect(path: path, error)
    }
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

  /// Makes sure that what is written to a path goes into a folder, links followed.
  ///
  /// - Parameters:
  ///   - path: A file, perhaps one that is not there yet.
  ///   - folder: The real path of the folder, as ``realPath(of:)`` gives it.
  /// - Throws: ``FileAccessError/outsideFolder(path:folder:)``, or why nothing can be written there.
  package static func requireInside(_ path: String, folder: String) throws(FileAccessError) {
    let target = try WriteTarget(path)
    guard isInside(try realPath(of: target.folder), folder: folder) else { throw .outsideFolder(path: path, folder: folder) }
  }

  /// Whether a path is that of a folder or of something in it; both as ``realPath(of:)`` gives them.
  package static func isInside(_ path: String, folder: String) -> Bool {
    let folder = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    return path.utf8.starts(with: folder.utf8) || path + "/" == folder
  }
}
