#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An `errno` value: why a system call failed.
package struct SystemErrorCode: Error, Hashable, Sendable, CustomStringConvertible {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  /// The system's own words, such as `No such file or directory`.
  package var description: String {
    // Safe on several threads: glibc (since 2.32) keeps the text per thread, and the other systems return constants.
    String(cString: strerror(number))
  }

  package static let missing = SystemErrorCode(ENOENT)
  package static let brokenPipe = SystemErrorCode(EPIPE)
  package static let noSpace = SystemErrorCode(ENOSPC)
}

/// Makes a system call that reports failure as a negative number, and repeats it while signals interrupt it.
func callingSystem<Value: SignedInteger>(_ call: () -> Value) throws(SystemErrorCode) -> Value {
  while true {
    let value = call()
    if value >= 0 { return value }
    let code = errno
    if code != EINTR { throw SystemErrorCode(code) }
  }
}

/// Makes a system call about a path; a failure becomes an error that names the path.
func systemCall<Value: ~Copyable>(
  on path: String,
  failAs error: (String, SystemErrorCode) -> FileAccessError = FileAccessError.cannotWrite,
  _ call: @autoclosure () throws(SystemErrorCode) -> Value
) throws(FileAccessError) -> Value {
  try systemCalls(on: path, failAs: error, call)
}

/// Makes several system calls about a path, as ``systemCall(on:failAs:_:)`` makes one.
func systemCalls<Value: ~Copyable>(
  on path: String,
  failAs error: (String, SystemErrorCode) -> FileAccessError = FileAccessError.cannotWrite,
  _ calls: () throws(SystemErrorCode) -> Value
) throws(FileAccessError) -> Value {
  do throws(SystemErrorCode) {
    return try calls()
  } catch let code {
    throw error(path, code)
  }
}

package enum FileKind: Hashable, Sendable {
  /// A regular file.
  case file
  case folder
  /// A device, a pipe, a socket.
  case other
}

/// Identifies a file, whichever path leads to it.
package struct FileIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
}

/// What this module asks about a file.
struct FileStatus {
  let kind: FileKind
  let isSymbolicLink: Bool
  /// In bytes; 0 for files that the kernel generates, such as those in `/proc`.
  let size: Int
  /// Read, write and execute for owner, group and others.
  let permissions: mode_t
  let identity: FileIdentity
  /// The number of names (hard links).
  let nameCount: Int
  let owner: uid_t
  /// For a folder: only owners may replace a file in it.
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

  init(descriptor: Int32) throws(SystemErrorCode) {
    var raw = stat()
    _ = try callingSystem { fstat(descriptor, &raw) }
    self.init(raw)
  }

  /// The status of what is at the path; `nil` if nothing is.
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

/// An open descriptor, which is closed with the value and which no child process inherits.
struct OpenFile: ~Copyable {
  /// The first read of a file that does not report its size, in bytes.
  private static let minimumPiece = 4096

  let descriptor: Int32

  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemErrorCode) {
    descriptor = try callingSystem { open(path, flags | O_CLOEXEC, mode) }
  }

  deinit {
    // A failing close loses nothing: whatever must last was synchronized before, and that reported its failure.
    _ = close(descriptor)
  }

  func status() throws(SystemErrorCode) -> FileStatus { try FileStatus(descriptor: descriptor) }

  /// The absolute path of the open file, links followed.
  func realPath() throws(SystemErrorCode) -> String {
    #if canImport(Darwin)
      var text = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      _ = try callingSystem { fcntl(descriptor, F_GETPATH, &text) }
      return try decodedPath(text.prefix { $0 != 0 })
    #else
      do throws(SystemErrorCode) {
        return try destination(ofLink: "/proc/self/fd/\(descriptor)")
      } catch .missing {
        // /proc is missing, not the file.
        throw SystemErrorCode(ENOSYS)
      }
    #endif
  }

  /// Identifies the mount that the file was opened through; `nil` if the system does not say (proc(5), `fdinfo`).
  var mount: Substring? {
    guard let bytes = try? FileAccess.read("/proc/self/fdinfo/\(descriptor)", limit: 1 << 16) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasPrefix("mnt_id:") }?.dropFirst("mnt_id:".count)
  }

  /// Reads the whole file, or one byte more than `limit` if it is larger.
  ///
  /// The expected size is only a guess: the file may grow while it is read, and some files do not report their size.
  func read(expecting size: Int, limit: Int) throws(SystemErrorCode) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(max(size, Self.minimumPiece), limit) + 1)
    var filled = 0
    while true {
      let count = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SystemErrorCode) in
        let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
        return try callingSystem { systemRead(descriptor, rest) }
      }
      filled += count
      if count == 0 || filled > limit { break }
      if filled == bytes.count { bytes += [UInt8](repeating: 0, count: min(filled, limit - filled) + 1) }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  func write(_ bytes: [UInt8]) throws(SystemErrorCode) { try writeAll(bytes, to: descriptor) }

  func truncate() throws(SystemErrorCode) {
    _ = try callingSystem { ftruncate(descriptor, 0) }
    _ = try callingSystem { lseek(descriptor, 0, SEEK_SET) }
  }

  func setPermissions(_ permissions: mode_t) throws(SystemErrorCode) {
    _ = try callingSystem { fchmod(descriptor, permissions) }
  }

  /// Forces the bytes to the disk.
  func synchronize() throws(SystemErrorCode) {
    _ = try callingSystem { fsync(descriptor) }
  }
}

/// Where a link leads.
func destination(ofLink path: String) throws(SystemErrorCode) -> String {
  var text = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = try callingSystem { readlink(path, &text, text.count) }
  return try decodedPath(text.prefix(count))
}

private func decodedPath(_ text: some Sequence<CChar>) throws(SystemErrorCode) -> String {
  guard let path = String(validating: text.map { UInt8(bitPattern: $0) }, as: UTF8.self) else { throw SystemErrorCode(EILSEQ) }
  return path
}

/// Writes all bytes, and waits if the descriptor does not block by itself.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemErrorCode) {
  var written = 0
  while written < bytes.count {
    do throws(SystemErrorCode) {
      written += try callingSystem { bytes.withUnsafeBytes { systemWrite(descriptor, $0[written...]) } }
    } catch {
      // A terminal or pipe that another process has set to non-blocking.
      guard error.number == EAGAIN else { throw error }
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = try callingSystem { poll(&request, 1, -1) }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
  let rest = UnsafeRawBufferPointer(rebasing: bytes)
  return write(descriptor, rest.baseAddress, rest.count)
}
