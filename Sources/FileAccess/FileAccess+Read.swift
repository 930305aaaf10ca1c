#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// The first guess where a file does not tell its size.
  private static let smallestPiece = 4096

  /// Reads a whole regular file of at most `limit` bytes.
  ///
  /// - Throws: ``FileAccessError`` when there is no such file, when it is a folder, a pipe or a device (never waiting for one), when
  ///   it is larger than the limit, or when the system refuses.
  package static func read(_ path: String, limit: Int) throws(FileAccessError) -> [UInt8] {
    guard let bytes = try readIfPresent(path, limit: limit) else { throw .cannotRead(path: path, .missing) }
    return bytes
  }

  /// Reads a whole regular file as ``read(_:limit:)`` does; `nil` when there is nothing at the path, and only then.
  package static func readIfPresent(_ path: String, limit: Int) throws(FileAccessError) -> [UInt8]? {
    let file: OpenFile
    do throws(SystemErrorCode) {
      // Non-blocking, so that a pipe without a writer cannot hold us up; regular files do not care.
      file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
    } catch .missing {
      return nil
    } catch {
      throw .cannotRead(path: path, error)
    }
    return try content(of: file, path: path, limit: limit)
  }

  /// The rest of an open file, which must be a regular one.
  static func content(of file: borrowing OpenFile, path: String, limit: Int) throws(FileAccessError) -> [UInt8] {
    let status: FileStatus
    do throws(SystemErrorCode) {
      status = try file.status()
    } catch {
      throw .cannotRead(path: path, error)
    }
    guard status.kind == .file else { throw .notAFile(path: path, status.kind) }
    guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
    // One byte more than expected, so that the end of the file is seen without a second look in the usual case. The size is only a
    // guess: the file may grow while it is read, and the limit must hold all the same.
    var bytes: [UInt8] = []
    var wanted = min(max(status.size, smallestPiece), limit) + 1
    while true {
      let piece: [UInt8]
      do throws(SystemErrorCode) {
        piece = try nextPiece(of: file, upTo: wanted)
      } catch {
        throw .cannotRead(path: path, error)
      }
      bytes = bytes.isEmpty ? piece : bytes + piece
      guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
      if piece.count < wanted { return bytes }
      wanted = min(bytes.count, limit - bytes.count) + 1
    }
  }

  private static func nextPiece(of file: borrowing OpenFile, upTo count: Int) throws(SystemErrorCode) -> [UInt8] {
    let descriptor = file.descriptor
    var failure: SystemErrorCode?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
      do throws(SystemErrorCode) {
        filled = try readAll(from: descriptor, into: room)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
