#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Folders deeper than this under the one that was asked for are an error, not a reason to go on for ever.
  package static let deepestFolder = 64

  /// The paths of all files under a folder whose names end in one of the extensions (without the dot), sorted by their bytes.
  ///
  /// Files and folders whose names start with a dot are skipped. Links to files are listed, dangling ones too, so that reading them
  /// reports what is missing; links to folders are not followed, so no loop can form. Each path starts with the folder as it was
  /// given, except that `.` adds nothing.
  ///
  /// - Throws: ``FileAccessError`` when a folder cannot be listed, lies too deep, or holds a name that is not UTF-8.
  package static func files(
    inFolder folder: String,
    withExtensions extensions: Set<String>
  ) throws(FileAccessError) -> [String] {
    var found: [String] = []
    var waiting = [(path: folder, depth: 0)]
    while let (path, depth) = waiting.popLast() {
      for entry in try entries(inFolder: path) {
        let entryPath = join(path, entry.name)
        if entry.isFolder {
          if entry.isLink { continue }
          guard depth < deepestFolder else { throw .folderTooDeep(path: entryPath, limit: deepestFolder) }
          waiting.append((entryPath, depth + 1))
        } else if extensions.contains(fileExtension(of: entry.name)) {
          found.append(entryPath)
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The entries of a folder that are not hidden, sorted by the bytes of their names.
  ///
  /// - Throws: ``FileAccessError`` when the folder cannot be listed, or holds a name that is not UTF-8.
  package static func entries(inFolder folder: String) throws(FileAccessError) -> [FolderEntry] {
    var entries: [FolderEntry] = []
    for name in try names(inFolder: folder) {
      let path = join(folder, name)
      // Gone since the listing: then it is not there.
      guard let status = try status(of: path, followingLinks: false) else { continue }
      let isFolder = status.isSymbolicLink ? try leadsToFolder(path) : status.kind == .folder
      entries.append(FolderEntry(name: name, isFolder: isFolder, isLink: status.isSymbolicLink))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether a link leads to a folder; one that leads in a circle is a dangling one.
  private static func leadsToFolder(_ path: String) throws(FileAccessError) -> Bool {
    do throws(FileAccessError) {
      return try kind(of: path) == .folder
    } catch .cannotInspect(_, SystemErrorCode(ELOOP)) {
      return false
    }
  }

  /// The part of a name behind its last dot; empty when there is none.
  private static func fileExtension(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(name[name.utf8.index(after: dot)...])
  }

  /// The names in a folder that start with a dot, or those that do not, in no order.
  static func names(inFolder path: String, hidden: Bool = false) throws(FileAccessError) -> [String] {
    guard let stream = opendir(path) else { throw .cannotList(path: path, SystemErrorCode(errno)) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // The end and a failure both return nothing; only the number tells them apart.
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

  /// The name of an entry, `nil` for one that is not asked for.
  private static func name(
    of entry: UnsafeMutablePointer<dirent>,
    inFolder folder: String,
    hidden: Bool
  ) -> Result<String, FileAccessError>? {
    // In place: the record may be shorter than the type, and copying the whole field would read behind it.
    withUnsafePointer(to: &entry.pointee.d_name) { field in
      let text = UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self)
      if (text.pointee == CChar(UInt8(ascii: "."))) != hidden { return nil }
      if let name = String(validatingCString: text) { return .success(name) }
      return .failure(.nameNotUTF8(path: join(folder, String(cString: text))))
    }
  }
}

/// A name in a folder, and what it stands for.
package struct FolderEntry: Hashable, Sendable {
  package let name: String
  /// Whether it is a folder, or a link to one.
  package let isFolder: Bool
  /// Whether it is a symbolic link.
  package let isLink: Bool
}
