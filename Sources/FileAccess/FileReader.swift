#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file that is read piece by piece, closed when the value goes.
package struct FileReader: ~Copyable {
  /// The first guess where a file does not tell its size.
  private static let smallestPiece = 4096

  private let file: OpenFile
  private let path: String
  private let limit: Int
  private var count = 0
  /// How many bytes the file had when it was opened; it may grow or shrink since.
  package let size: Int

  /// Opens a regular file, never waiting for a pipe.
  ///
  /// The file is judged when it is open, so that a link that is swapped meanwhile gains nothing.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that it may have.
  ///   - folder: The real path of the folder that it must lie in, links followed, as ``FileAccess/realPath(of:)`` gives it; `nil` for any folder.
  /// - Throws: ``FileAccessError`` when there is no such file, when it is a folder, a pipe or a device, when it is larger than the limit or lies
  ///   elsewhere, or when the system refuses.
  package init(_ path: String, limit: Int, insideFolder folder: String? = nil) throws(FileAccessError) {
    let kind = try systemCalls(on: path, failAs: FileAccessError.cannotRead) { () throws(SystemErrorCode) in
      try FileStatus.at(path)?.kind
    }
    // Opening a device can have effects, so it is not opened at all.
    if kind == .other { throw .notAFile(path: path, .other) }
    // Non-blocking, so that a pipe without a writer cannot hold us up; regular files do not care.
    let file = try systemCalls(on: path, failAs: FileAccessError.cannotRead) { () throws(SystemErrorCode) in
      try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    }
    if let folder {
      let realPath = try systemCalls(on: path, failAs: FileAccessError.cannotInspect) { () throws(SystemErrorCode) in
        try file.realPath()
      }
      guard FileAccess.isInside(realPath, folder: folder) else { throw .outsideFolder(path: path, folder: folder) }
    }
    let status = try systemCalls(on: path, failAs: FileAccessError.cannotRead) { () throws(SystemErrorCode) in try file.status() }
    guard status.kind == .file else { throw .notAFile(path: path, status.kind) }
    guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
    self.file = file
    self.path = path
    self.limit = limit
    size = status.size
  }

  /// Puts the bytes that follow into a buffer.
  ///
  /// - Returns: How many those are; fewer than there is room for when they are the last ones.
  /// - Throws: ``FileAccessError`` when the file turns out to be larger than the limit, or the system refuses.
  package mutating func read(into room: UnsafeMutableRawBufferPointer) throws(FileAccessError) -> Int {
    let added = try systemCalls(on: path, failAs: FileAccessError.cannotRead) { () throws(SystemErrorCode) in
      try file.read(into: room)
    }
    count += added
    guard count <= limit else { throw .tooLarge(path: path, limit: limit) }
    return added
  }

  /// All the bytes that follow.
  ///
  /// - Throws: ``FileAccessError`` as ``read(into:)`` does.
  package mutating func readToEnd() throws(FileAccessError) -> [UInt8] {
    // One byte more than expected, so that the end of the file is seen without a second look in the usual case. The size is only a
    // guess: the file may grow while it is read, and the limit must hold all the same.
    var wanted = min(max(size, Self.smallestPiece), limit) + 1
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
