import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that grows at its end, piece by piece.
///
/// Each piece is handed to the kernel before ``append(_:)`` returns, so that it outlives this process however it dies. It is not forced
/// to the disk: a power cut may take the last pieces.
package final class FileAppender: Sendable {
  /// The path, as the caller named it.
  package let path: String
  private let file: Mutex<OpenFile>

  /// Creates the file anew (mode 0600), in place of one that is there.
  package init(creating path: String) throws(FileAccessError) {
    self.path = path
    let file = try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, mode: 0o600)
    }
    self.file = Mutex(file)
  }

  /// Finds out, before any other work, whether ``init(creating:)`` and ``append(_:)`` have a chance; changes nothing.
  ///
  /// - Throws: ``FileAccessError`` with what they would run into.
  package static func requireCreatable(at path: String) throws(FileAccessError) {
    try FileAccess.requireWritable(fileAt: path)
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      // A link is not followed when the file is created.
      if try FileStatus.at(path, followingLinks: false)?.isSymbolicLink == true { throw SystemErrorCode(ELOOP) }
    }
  }

  /// Appends the bytes, all of them or, when the disk is full, a part; pieces of several callers do not mix.
  package func append(_ bytes: [UInt8]) throws(FileAccessError) {
    let path = path
    try file.withLock { (file: inout OpenFile) throws(FileAccessError) in
      try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in try file.write(bytes) }
    }
  }
}
