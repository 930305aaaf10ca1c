import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that grows at its end.
///
/// The kernel has each piece before ``append(_:)`` returns, so it survives the death of this process. It is not forced to the disk: a
/// power cut may lose the last pieces.
package final class FileAppender: Sendable {
  package let path: String
  private let file: Mutex<OpenFile>

  /// Creates an empty file (mode 0600); an existing one is emptied.
  package init(creating path: String) throws(FileAccessError) {
    self.path = path
    let file = try systemCall(
      on: path,
      failAs: FileAccessError.cannotWrite,
      try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, mode: 0o600)
    )
    self.file = Mutex(file)
  }

  /// Throws, before any other work, what would make ``init(creating:)`` or ``append(_:)`` fail; changes nothing.
  package static func requireCreatable(at path: String) throws(FileAccessError) {
    try FileAccess.requireWritable(fileAt: path)
    try systemCalls(on: path, failAs: FileAccessError.cannotWrite) { () throws(SystemErrorCode) in
      // Creating the file does not follow links.
      if try FileStatus.at(path, followingLinks: false)?.isSymbolicLink == true { throw SystemErrorCode(ELOOP) }
    }
  }

  /// Appends the bytes, or a part of them if the disk is full; pieces of several callers do not mix.
  package func append(_ bytes: [UInt8]) throws(FileAccessError) {
    let path = path
    try file.withLock { (file: inout OpenFile) throws(FileAccessError) in
      try systemCall(on: path, failAs: FileAccessError.cannotWrite, try file.write(bytes))
    }
  }
}
