#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a durable write goes: the file behind all links, its folder, and what stands there now.
struct WriteTarget {
  /// Links of links are followed this often, as the kernel does.
  private static let mostLinks = 40

  /// The path as the caller named it, for messages.
  let namedPath: String
  /// The path of the file itself, not of a link to it.
  let path: String
  /// The folder that holds the file.
  let folder: String
  /// The permissions of the file that stands there; `nil` when none does.
  let permissions: mode_t?

  /// - Throws: ``FileAccessError`` when the folder is missing, something else than a file stands there, or the file cannot be replaced: it is
  ///   read-only, a mount point, or another user's in a folder like `/tmp`.
  init(_ namedPath: String) throws(FileAccessError) {
    self.namedPath = namedPath
    let resolved: String
    let present: FileStatus?
    let folderStatus: FileStatus?
    do throws(SystemErrorCode) {
      resolved = try Self.followingLinks(namedPath)
      folderStatus = try FileStatus.at(Self.folder(of: resolved))
      present = try FileStatus.at(resolved)
    } catch {
      throw .cannotWrite(path: namedPath, error)
    }
    path = resolved
    folder = Self.folder(of: resolved)
    permissions = present?.permissions
    guard let folderStatus else { throw .folderMissing(path: namedPath, folder: folder) }
    // Whatever is behind a descriptor's name, replacing that name would not reach it.
    guard OutputPlace.descriptor(named: resolved) == nil else { throw .notAFile(path: namedPath, .other) }
    guard let present else { return }
    guard present.kind == .file else { throw .notAFile(path: namedPath, present.kind) }
    let isMountPoint: Bool
    do throws(SystemErrorCode) {
      // A rename would replace a read-only file without a word, and it was made read-only for a reason.
      let file = try OpenFile(resolved, O_WRONLY | O_NONBLOCK)
      let mounts = (file: file.mount, folder: try OpenFile(folder, O_RDONLY | O_DIRECTORY).mount)
      isMountPoint = mounts.file != nil && mounts.folder != nil && mounts.file != mounts.folder
      let user = geteuid()
      if folderStatus.isSticky && user != 0 && user != present.owner && user != folderStatus.owner {
        throw SystemErrorCode(EPERM)
      }
    } catch {
      throw .cannotWrite(path: namedPath, error)
    }
    if isMountPoint { throw .isMountPoint(path: namedPath) }
  }

  /// A new name in the same folder that no walk lists and nobody else uses.
  var temporaryPath: String {
    "\(Self.prefix(of: path))\(Self.temporaryPrefix(of: path))\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
  }

  private static func temporaryPrefix(of path: String) -> String {
    // A name may have 255 bytes; the tail needs 22 of them.
    ".\(String(decoding: name(of: path).utf8.prefix(200), as: UTF8.self))."
  }

  /// The folder part of a path, `.` when it has none.
  static func folder(of path: String) -> String {
    let prefix = prefix(of: path)
    if prefix.isEmpty { return "." }
    return String(prefix == "/" ? prefix : prefix.dropLast())
  }

  /// Whether a name in the folder is a ``temporaryPath`` of this file, left over by a process that died.
  func isTemporary(_ name: String) -> Bool {
    let prefix = Self.temporaryPrefix(of: path)
    guard name.hasPrefix(prefix), name.hasSuffix(".tmp"), name.utf8.count > prefix.utf8.count + 4 else { return false }
    let random = name.dropFirst(prefix.count).dropLast(4)
    return random.utf8.count <= 16 && UInt64(random, radix: 16) != nil
  }

  /// Everything up to the last slash and with it.
  private static func prefix(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return path[...slash]
  }

  static func name(of path: String) -> Substring {
    path[prefix(of: path).endIndex...]
  }

  /// Where the last part of a path leads, also when nothing is there yet.
  ///
  /// Links in the folders are the system's business.
  static func followingLinks(_ path: String) throws(SystemErrorCode) -> String {
    var path = path
    for _ in 0..<mostLinks {
      if OutputPlace.descriptor(named: path) != nil { return path }
      guard let status = try FileStatus.at(path, followingLinks: false), status.isSymbolicLink else { return path }
      let destination = try destination(ofLink: path)
      path = destination.utf8.first == UInt8(ascii: "/") ? destination : prefix(of: path) + destination
    }
    throw SystemErrorCode(ELOOP)
  }

  private static func destination(ofLink path: String) throws(SystemErrorCode) -> String {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = try callingSystem { readlink(path, &text, text.count) }
    let bytes = text.prefix(count).map { UInt8(bitPattern: $0) }
    guard let destination = String(validating: bytes, as: UTF8.self) else { throw SystemErrorCode(EILSEQ) }
    return destination
  }
}
