#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// How many links of links are followed, as in the kernel.
  private static let maximumLinks = 40

  /// The folder part of a path; `.` for a bare name.
  package static func folder(of path: String) -> String {
    let prefix = prefix(of: path)
    if prefix.isEmpty { return "." }
    return String(prefix == "/" ? prefix : prefix.dropLast())
  }

  /// The last part of a path.
  static func name(of path: String) -> Substring { path[prefix(of: path).endIndex...] }

  /// Everything up to and including the last slash.
  static func prefix(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return path[...slash]
  }

  /// A path inside a folder; the folder `.` adds nothing.
  package static func join(_ folder: String, _ name: String) -> String {
    if folder == "." { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

  /// The absolute path of an existing file or folder, without links, `.` and `..`.
  package static func realPath(of path: String) throws(FileAccessError) -> String {
    guard let resolved = realpath(path, nil) else { throw .cannotInspect(path: path, SystemErrorCode(errno)) }
    defer { free(resolved) }
    guard let text = String(validatingCString: resolved) else { throw .nameNotUTF8(path: String(cString: resolved)) }
    return text
  }

  /// The one path of a file, whichever links lead to it.
  ///
  /// The file may still be missing. If its folder is missing too, this is `path` itself.
  package static func resolvedPath(of path: String) -> String {
    // Errors are left to whoever opens the file.
    guard let file = try? followingLinks(path), let folder = try? realPath(of: folder(of: file)) else { return path }
    return join(folder, String(name(of: file)))
  }

  /// Where the last part of a path leads, even if nothing is there yet; links in its folders are left to the system.
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

  /// Throws unless writing to a path would write inside a folder, links followed.
  ///
  /// The file may still be missing. `folder` is a ``realPath(of:)``.
  package static func requireInside(_ path: String, folder: String) throws(FileAccessError) {
    let target = try WriteTarget(path)
    guard isInside(try realPath(of: target.folder), folder: folder) else { throw .outsideFolder(path: path, folder: folder) }
  }

  /// Whether a path is a folder or is inside it; both are a ``realPath(of:)``.
  package static func isInside(_ path: String, folder: String) -> Bool {
    let folder = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    return path.utf8.starts(with: folder.utf8) || path + "/" == folder
  }
}

extension FileAccess {
  /// A folder deeper than this below the given one is an error.
  package static let maximumDepth = 64

  /// The paths of all files below a folder with one of the extensions (without the dot), sorted by their bytes.
  ///
  /// Names that start with a dot are skipped. Links to files are listed, even dangling ones, so that reading them
  /// reports what is missing. Links to folders are not followed, so there are no loops. Each path starts with the
  /// folder as given, except for `.`.
  ///
  /// - Throws: ``FileAccessError`` if a folder cannot be listed or is too deep, or a name is not UTF-8.
  package static func files(inFolder folder: String, withExtensions extensions: Set<String>) throws(FileAccessError) -> [String] {
    var found: [String] = []
    var waiting = [(path: folder, depth: 0)]
    while let (path, depth) = waiting.popLast() {
      for entry in try entries(inFolder: path) {
        let entryPath = join(path, entry.name)
        if entry.isFolder {
          if entry.isLink { continue }
          guard depth < maximumDepth else { throw .folderTooDeep(path: entryPath, limit: maximumDepth) }
          waiting.append((entryPath, depth + 1))
        } else if extensions.contains(fileExtension(of: entry.name)) {
          found.append(entryPath)
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The entries of a folder whose names do not start with a dot, sorted by the bytes of their names.
  package static func entries(inFolder folder: String) throws(FileAccessError) -> [FolderEntry] {
    var entries: [FolderEntry] = []
    for name in try names(inFolder: folder) {
      let path = join(folder, name)
      // An entry that has gone since the listing does not count.
      guard let status = try status(of: path, followingLinks: false) else { continue }
      let isFolder = status.isSymbolicLink ? try leadsToFolder(path) : status.kind == .folder
      entries.append(FolderEntry(name: name, isFolder: isFolder, isLink: status.isSymbolicLink))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether a link leads to a folder; a circle of links counts as dangling.
  private static func leadsToFolder(_ path: String) throws(FileAccessError) -> Bool {
    do throws(FileAccessError) {
      return try kind(of: path) == .folder
    } catch .cannotInspect(_, SystemErrorCode(ELOOP)) {
      return false
    }
  }

  /// The part of a name after its last dot; empty for a name without a dot.
  private static func fileExtension(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(name[name.utf8.index(after: dot)...])
  }

  /// The names in a folder that start with a dot (`hidden`) or those that do not, unsorted.
  static func names(inFolder path: String, hidden: Bool = false) throws(FileAccessError) -> [String] {
    guard let stream = opendir(path) else { throw .cannotList(path: path, SystemErrorCode(errno)) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // Both the end and a failure return nothing. Only errno tells them apart.
      errno = 0
      guard let entry = readdir(stream) else {
        let code = errno
        if code != 0 { throw .cannotList(path: path, SystemErrorCode(code)) }
        return names
      }
      guard let name = self.name(of: entry, inFolder: path, hidden: hidden) else { continue }
      names.append(try name.get())
    }
  }

  /// The name of an entry; `nil` if it is not wanted.
  private static func name(
    of entry: UnsafeMutablePointer<dirent>,
    inFolder folder: String,
    hidden: Bool
  ) -> Result<String, FileAccessError>? {
    // In place: the record may be shorter than its type, and copying the whole field would read past its end.
    withUnsafePointer(to: &entry.pointee.d_name) { field in
      let text = UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self)
      if (text.pointee == CChar(UInt8(ascii: "."))) != hidden { return nil }
      if let name = String(validatingCString: text) { return .success(name) }
      return .failure(.nameNotUTF8(path: join(folder, String(cString: text))))
    }
  }
}

/// An entry of a folder.
package struct FolderEntry: Hashable, Sendable {
  package let name: String
  /// Whether it is a folder or a link to one.
  package let isFolder: Bool
  /// Whether it is a symbolic link.
  package let isLink: Bool
}
