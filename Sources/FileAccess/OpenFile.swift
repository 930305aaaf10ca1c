#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open descriptor, closed when the value goes.
///
/// No child process inherits it.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemErrorCode) {
    descriptor = try callingSystem { open(path, flags | O_CLOEXEC, mode) }
  }

  deinit {
    // A failing close loses nothing here: whatever must last was synchronized before, and that reported its failure.
    _ = close(descriptor)
  }

  func status() throws(SystemErrorCode) -> FileStatus { try FileStatus(descriptor: descriptor) }

  /// The absolute path of the file that is open, links followed.
  func realPath() throws(SystemErrorCode) -> String {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Darwin)
      _ = try callingSystem { fcntl(descriptor, F_GETPATH, &text) }
    #else
      do throws(SystemErrorCode) {
        _ = try callingSystem { readlink("/proc/self/fd/\(descriptor)", &text, text.count - 1) }
      } catch .missing {
        // It is /proc that is missing, and not the file.
        throw SystemErrorCode(ENOSYS)
      }
    #endif
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    guard let path = String(validating: bytes, as: UTF8.self) else { throw SystemErrorCode(EILSEQ) }
    return path
  }

  /// What tells the mount that the file was opened through from others; `nil` where the system does not tell (proc(5), `fdinfo`).
  var mount: Substring? {
    guard let bytes = try? FileAccess.read("/proc/self/fdinfo/\(descriptor)", limit: 1 << 16) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasPrefix("mnt_id:") }?.dropFirst("mnt_id:".count)
  }

  func write(_ bytes: [UInt8]) throws(SystemErrorCode) { try writeAll(bytes, to: descriptor) }

  func truncate() throws(SystemErrorCode) {
    _ = try callingSystem { ftruncate(descriptor, 0) }
    _ = try callingSystem { lseek(descriptor, 0, SEEK_SET) }
  }

  func setPermissions(_ permissions: mode_t) throws(SystemErrorCode) {
    _ = try callingSystem { fchmod(descriptor, permissions) }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(SystemErrorCode) {
    _ = try callingSystem { fsync(descriptor) }
  }
}

/// Reads until the buffer is full or the file ends; returns how many bytes that gave.
func readAll(from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(SystemErrorCode) -> Int {
  var filled = 0
  while filled < buffer.count {
    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try callingSystem { read(descriptor, rest.baseAddress, rest.count) }
    if count == 0 { break }
    filled += count
  }
  return filled
}

/// Writes every byte, however short the single writes are; waits where the descriptor does not block by itself.
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

private func systemWrite(_ descriptor: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
  let rest = UnsafeRawBufferPointer(rebasing: bytes)
  return write(descriptor, rest.baseAddress, rest.count)
}
