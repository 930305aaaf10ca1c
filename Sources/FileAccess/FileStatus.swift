#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The facts about a file that this module asks for.
struct FileStatus {
  let kind: FileKind
  let isSymbolicLink: Bool
  /// In bytes; 0 for files that the kernel makes up, such as those of `/proc`.
  let size: Int
  /// Read, write and execute for owner, group and others.
  let permissions: mode_t
  let identity: FileIdentity
  /// How many names the file has.
  let nameCount: Int
  let owner: uid_t
  /// Of a folder: only owners may replace a file in it.
  let isSticky: Bool

  private init(_ raw: stat) {
    let format = raw.st_mode & S_IFMT
    kind = format == S_IFREG ? .file : format == S_IFDIR ? .folder : .other
    isSymbolicLink = format == S_IFLNK
    size = Int(raw.st_size)
    permissions = raw.st_mode & 0o777
    nameCount = Int(raw.st_nlink)
    owner = raw.st_uid
    isSticky = raw.st_mode & 0o1000 != 0
    identity = FileIdentity(device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(truncatingIfNeeded: raw.st_ino))
  }

  /// The status of what an open descriptor leads to.
  init(descriptor: Int32) throws(SystemErrorCode) {
    var raw = stat()
    _ = try callingSystem { fstat(descriptor, &raw) }
    self.init(raw)
  }

  /// The status of what stands at the path; `nil` when nothing does.
  static func at(_ path: String, followingLinks: Bool = true) throws(SystemErrorCode) -> FileStatus? {
    var raw = stat()
    do throws(SystemErrorCode) {
      _ = try callingSystem { followingLinks ? stat(path, &raw) : lstat(path, &raw) }
    } catch .missing {
      return nil
    }
    return FileStatus(raw)
  }
}
