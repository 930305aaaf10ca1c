#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Links of links are followed this often, as the kernel does.
  private static let maximumLinks = 40

  /// The folder of a path as it is written, `.` for a bare name.
  package static func folder(of path: String) -> String {
    let prefix = prefix(of: path)
    if prefix.isEmpty { return "." }
    return String(prefix == "/" ? prefix : prefix.dropLast())
  }

  /// The last part of a path.
  static func name(of path: String) -> Substring { path[prefix(of: path).endIndex...] }

  /// Everything up to the last slash and with it.
  static func prefix(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return path[...slash]
  }

  /// A path inside a folder; a folder `.` leaves the name alone.
  package static func join(_ folder: String, _ name: String) -> String {
    if folder == "." { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

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
    guard let file = try? followingLinks(path), let folder = try? realPath(of: folder(of: file)) else { return path }
    return join(folder, String(name(of: file)))
  }

  /// Where the last part of a path leads, also when nothing is there yet.
  ///
  /// Links in the folders are the system's business.
  static func followingLinks(_ path: String) throws(SystemErrorCode) -> String {
    var path = path
    for _ in 0..<maximumLinks {
      if OutputPlace.descriptor(named: path) != nil { return path }
      guard let status = try FileStatus.at(path, followingLinks: false), status.isSymbolicLink else { return path }
      let destination = try destination(ofLink: path)
      path = destination.utf8.first == UInt8(ascii: "/") ? destination : prefix(of: path) + destination
    }
    throw SystemErrorCode(ELOOP)
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
