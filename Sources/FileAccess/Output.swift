#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  package static let standardInput: Int32 = 0
  /// The descriptor for results.
  package static let standardOutput: Int32 = 1
  /// The descriptor for everything except results.
  package static let standardError: Int32 = 2

  /// Writes all bytes to an open descriptor.
  ///
  /// - Throws: ``FileAccessError/brokenPipe(descriptor:)`` if the reader has gone; the process must ignore SIGPIPE, or
  ///   the signal ends it. ``FileAccessError/cannotWriteOutput(descriptor:_:)`` for anything else.
  package static func write(_ bytes: [UInt8], toDescriptor descriptor: Int32) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      try writeAll(bytes, to: descriptor)
    } catch .brokenPipe {
      throw .brokenPipe(descriptor: descriptor)
    } catch {
      throw .cannotWriteOutput(descriptor: descriptor, error)
    }
  }

  /// Writes a text in UTF-8, as ``write(_:toDescriptor:)-([UInt8],_)`` writes bytes.
  package static func write(_ text: String, toDescriptor descriptor: Int32) throws(FileAccessError) {
    try write(Array(text.utf8), toDescriptor: descriptor)
  }

  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The columns of the terminal behind a descriptor; `nil` if there is no terminal or it does not say.
  package static func terminalWidth(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Where a report goes: a file, which is replaced as a whole, or a stream, which is written directly.
package struct OutputPlace: Sendable {
  private enum Kind: Hashable, Sendable {
    case file
    /// A descriptor: `-`, `/dev/stdout` or `/dev/fd/63`. Opening it again would write at the start of its file.
    case descriptor(Int32)
    /// A named pipe or a device.
    case stream
  }

  package let path: String
  private let kind: Kind

  package init(_ path: String) throws(FileAccessError) {
    self.path = path
    let resolved = try systemCall(on: path, try FileAccess.followingLinks(path))
    if let descriptor = path == "-" ? FileAccess.standardOutput : Self.descriptor(named: resolved) {
      kind = .descriptor(descriptor)
    } else {
      kind = try FileAccess.kind(of: path) == .other ? .stream : .file
    }
  }

  package var isFile: Bool { kind == .file }

  package var isStandardOutput: Bool { kind == .descriptor(FileAccess.standardOutput) }

  /// Throws, before any other work, what would make ``write(_:isPublic:)`` fail.
  ///
  /// It does not wait for the reader of a pipe.
  package func requireWritable() throws(FileAccessError) {
    switch kind {
    case .file:
      try FileAccess.requireWritable(fileAt: path)
    case .descriptor(let descriptor):
      try systemCalls(on: path) { () throws(SystemErrorCode) in
        let flags = try callingSystem { fcntl(descriptor, F_GETFL) }
        // Only this process's own files are closed in the programs that it starts. They are not for reports.
        let isOwn = try callingSystem { fcntl(descriptor, F_GETFD) } & FD_CLOEXEC != 0
        if flags & O_ACCMODE == O_RDONLY || isOwn { throw SystemErrorCode(EBADF) }
      }
    case .stream:
      _ = try systemCall(on: path, try callingSystem { access(path, W_OK) })
    }
  }

  /// Writes all bytes, and replaces an existing file; a reader that has gone is not an error.
  ///
  /// If `isPublic`, every user may read a new file (mode 0644): for reports that another user's program collects.
  package func write(_ bytes: [UInt8], isPublic: Bool = false) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      switch kind {
      case .file: break
      case .descriptor(let descriptor): try writeAll(bytes, to: descriptor)
      case .stream: try OpenFile(path, O_WRONLY).write(bytes)
      }
    } catch .brokenPipe {
      return
    } catch {
      throw .cannotWrite(path: path, error)
    }
    if isFile { try FileAccess.writeDurably(bytes, to: path, isPublic: isPublic) }
  }

  /// The descriptor that a path stands for; `nil` for every other path.
  static func descriptor(named path: String) -> Int32? {
    switch path {
    case "/dev/stdin": return FileAccess.standardInput
    case "/dev/stdout": return FileAccess.standardOutput
    case "/dev/stderr": return FileAccess.standardError
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) { return Int32(path.dropFirst(folder.count)) }
      return nil
    }
  }
}
