import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file that is read in pieces, and closed with the value.
package struct FileReader: ~Copyable {
  /// The first read of a file that does not report its size, in bytes.
  private static let minimumPiece = 4096

  private let file: OpenFile
  private let path: String
  private let limit: Int
  private var count = 0
  /// The size of the file when it was opened, in bytes; it may have changed since.
  package let size: Int

  /// Opens a regular file, and never waits for a pipe.
  ///
  /// The checks are made on the open file, so swapping a link meanwhile has no effect.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The maximum size in bytes.
  ///   - folder: The folder that must contain the file, links followed, as ``FileAccess/realPath(of:)`` gives it; `nil` for any folder.
  /// - Throws: ``FileAccessError`` if the file is missing, not a regular file, too large or outside the folder, or the system refuses.
  package init(_ path: String, limit: Int, insideFolder folder: String? = nil) throws(FileAccessError) {
    let kind = try systemCall(on: path, failAs: FileAccessError.cannotRead, try FileStatus.at(path)?.kind)
    // Opening a device can have side effects.
    if kind == .other { throw .notAFile(path: path, .other) }
    // Non-blocking, so that a pipe without a writer cannot block; it makes no difference for regular files.
    let file = try systemCall(on: path, failAs: FileAccessError.cannotRead, try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY))
    if let folder {
      let realPath = try systemCall(on: path, failAs: FileAccessError.cannotInspect, try file.realPath())
      guard FileAccess.isInside(realPath, folder: folder) else { throw .outsideFolder(path: path, folder: folder) }
    }
    let status = try systemCall(on: path, failAs: FileAccessError.cannotRead, try file.status())
    guard status.kind == .file else { throw .notAFile(path: path, status.kind) }
    guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
    self.file = file
    self.path = path
    self.limit = limit
    size = status.size
  }

  /// Reads the next bytes into a buffer.
  ///
  /// - Returns: The number of bytes; fewer than there is room for at the end of the file.
  /// - Throws: ``FileAccessError`` if the file turns out to be larger than the limit, or the system refuses.
  package mutating func read(into room: UnsafeMutableRawBufferPointer) throws(FileAccessError) -> Int {
    let added = try systemCall(on: path, failAs: FileAccessError.cannotRead, try file.read(into: room))
    count += added
    guard count <= limit else { throw .tooLarge(path: path, limit: limit) }
    return added
  }

  /// Reads all remaining bytes.
  package mutating func readToEnd() throws(FileAccessError) -> [UInt8] {
    // One byte more than expected usually shows the end of the file without a second read. The size is only a guess: the file may grow
    // while it is read, and the limit must hold anyway.
    var wanted = min(max(size, Self.minimumPiece), limit) + 1
    var bytes = [UInt8](repeating: 0, count: wanted)
    var filled = 0
    while true {
      let added = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(FileAccessError) in
        try read(into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...])))
      }
      filled += added
      guard added == wanted else {
        bytes.removeLast(bytes.count - filled)
        return bytes
      }
      wanted = min(filled, limit - filled) + 1
      bytes += [UInt8](repeating: 0, count: wanted)
    }
  }
}

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
