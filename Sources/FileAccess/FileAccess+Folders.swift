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
      for name in try names(inFolder: path) {
        let entry = join(path, name)
        switch try kindOfEntry(entry) {
        case .folder:
          guard depth < deepestFolder else { throw .folderTooDeep(path: entry, limit: deepestFolder) }
          waiting.append((entry, depth + 1))
        case .file where extensions.contains(fileExtension(of: name)):
          found.append(entry)
        default:
          break
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
      let isLink: Bool
      do throws(SystemErrorCode) {
        // Gone since the listing: then it is not there.
        guard let status = try FileStatus.at(path, followingLinks: false) else { continue }
        isLink = status.isSymbolicLink
      } catch {
        throw .cannotInspect(path: path, error)
      }
      entries.append(FolderEntry(name: name, isFolder: try isFolder(path), isLink: isLink))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether a path leads to a folder; a link that leads in a circle does not.
  private static func isFolder(_ path: String) throws(FileAccessError) -> Bool {
    do throws(FileAccessError) {
      return try kind(of: path) == .folder
    } catch .cannotInspect(_, SystemErrorCode(ELOOP)) {
      return false
    }
  }

  /// The folder of a path as it is written, `.` for a bare name.
  package static func folder(of path: String) -> String { WriteTarget.folder(of: path) }

  /// A path inside a folder; a folder `.` leaves the name alone.
  package static func join(_ folder: String, _ name: String) -> String {
    if folder == "." { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

  /// The part of a name behind its last dot; empty when there is none.
  private static func fileExtension(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(name[name.utf8.index(after: dot)...])
  }

  /// What to do with an entry: `.other` is to be passed over, anything that is no folder is left for the reader to judge.
  private static func kindOfEntry(_ path: String) throws(FileAccessError) -> FileKind {
    do throws(SystemErrorCode) {
      // Gone since the listing: then it is not there.
      guard let entry = try FileStatus.at(path, followingLinks: false) else { return .other }
      guard entry.isSymbolicLink else { return entry.kind == .folder ? .folder : .file }
      return try FileStatus.at(path)?.kind == .folder ? .other : .file
    } catch {
      // A link that leads in a circle is a dangling one.
      if error.number == ELOOP { return .file }
      throw .cannotInspect(path: path, error)
    }
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
