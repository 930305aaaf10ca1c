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

  /// - Throws: ``FileAccessError`` when the folder is missing, something else than a file stands there, or the file is read-only.
  init(_ namedPath: String) throws(FileAccessError) {
    self.namedPath = namedPath
    let resolved: String
    let present: FileStatus?
    let folderKind: FileKind?
    do throws(SystemErrorCode) {
      resolved = try Self.followingLinks(namedPath)
      folderKind = try FileStatus.at(Self.folder(of: resolved))?.kind
      present = try FileStatus.at(resolved)
    } catch {
      throw .cannotWrite(path: namedPath, error)
    }
    path = resolved
    folder = Self.folder(of: resolved)
    permissions = present?.permissions
    guard folderKind != nil else { throw .folderMissing(path: namedPath, folder: folder) }
    guard let present else { return }
    guard present.kind == .file else { throw .notAFile(path: namedPath, present.kind) }
    do throws(SystemErrorCode) {
      // A rename would replace a read-only file without a murmur, and somebody made it read-only for a reason.
      _ = try OpenFile(resolved, O_WRONLY | O_NONBLOCK)
    } catch {
      throw .cannotWrite(path: namedPath, error)
    }
  }

  /// A new name in the same folder that no walk lists and nobody else uses.
  var temporaryPath: String {
    // A name may have 255 bytes; the tail needs 22 of them.
    let name = String(decoding: Self.name(of: path).utf8.prefix(200), as: UTF8.self)
    return "\(Self.prefix(of: path)).\(name).\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
  }

  /// The folder part of a path, `.` when it has none.
  static func folder(of path: String) -> String {
    let prefix = prefix(of: path)
    if prefix.isEmpty { return "." }
    return String(prefix == "/" ? prefix : prefix.dropLast())
  }

  /// Everything up to the last slash and with it.
  private static func prefix(of path: String) -> Substring {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return path[...slash]
  }

  private static func name(of path: String) -> Substring {
    path[prefix(of: path).endIndex...]
  }

  /// Where the last part of a path leads, also when nothing is there yet.
  ///
  /// Links in the folders are the system's business.
  private static func followingLinks(_ path: String) throws(SystemErrorCode) -> String {
    var path = path
    for _ in 0..<mostLinks {
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
