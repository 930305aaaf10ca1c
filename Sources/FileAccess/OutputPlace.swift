#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a result goes that somebody else reads: a file, which is replaced as a whole, or a stream, which is written straight.
package struct OutputPlace: Sendable {
  private enum Kind: Hashable, Sendable {
    case file
    /// An open descriptor, named by `-`, `/dev/stdout` or `/dev/fd/63`. Opening it again would write from the start of its file.
    case descriptor(Int32)
    /// A named pipe or a device.
    case stream
  }

  package let path: String
  private let kind: Kind

  /// - Throws: ``FileAccessError/cannotInspect(path:_:)``, ``FileAccessError/cannotWrite(path:_:)``.
  package init(_ path: String) throws(FileAccessError) {
    self.path = path
    do throws(SystemErrorCode) {
      let resolved = try WriteTarget.followingLinks(path)
      if let descriptor = path == "-" ? FileAccess.standardOutput : Self.descriptor(named: resolved) {
        kind = .descriptor(descriptor)
        return
      }
    } catch {
      throw .cannotWrite(path: path, error)
    }
    kind = try FileAccess.kind(of: path) == .other ? .stream : .file
  }

  package var isFile: Bool { kind == .file }

  package var isStandardOutput: Bool { kind == .descriptor(FileAccess.standardOutput) }

  /// Finds out, before any other work, whether ``write(_:isPublic:)`` has a chance.
  ///
  /// Does not wait for the reader of a pipe.
  ///
  /// - Throws: ``FileAccessError``.
  package func requireWritable() throws(FileAccessError) {
    do throws(SystemErrorCode) {
      switch kind {
      case .file: break
      case .descriptor(let descriptor):
        let flags = try callingSystem { fcntl(descriptor, F_GETFL) }
        // Only this process's own descriptors are closed in programs that it starts; those are not for results.
        let isOwn = try callingSystem { fcntl(descriptor, F_GETFD) } & FD_CLOEXEC != 0
        if flags & O_ACCMODE == O_RDONLY || isOwn { throw SystemErrorCode(EBADF) }
      case .stream: _ = try callingSystem { access(path, W_OK) }
      }
    } catch {
      throw .cannotWrite(path: path, error)
    }
    if isFile { try FileAccess.requireWritable(fileAt: path) }
  }

  /// Writes all bytes; a file that is there is replaced.
  ///
  /// A reader that has gone is no error.
  ///
  /// - Parameters:
  ///   - bytes: The result.
  ///   - isPublic: Whether everybody may read a new file (mode 0644): for reports that another user's program collects.
  /// - Throws: ``FileAccessError``.
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
