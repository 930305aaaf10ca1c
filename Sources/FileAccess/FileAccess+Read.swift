extension FileAccess {
  /// Reads a whole regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes that it may have.
  ///   - folder: The real path of the folder that it must lie in, links followed, as ``realPath(of:)`` gives it; `nil` for any folder.
  /// - Returns: The bytes.
  /// - Throws: ``FileAccessError`` when there is no such file, when it is a folder, a pipe or a device (never waiting for one), when
  ///   it is larger than the limit or lies elsewhere, or when the system refuses.
  package static func read(
    _ path: String,
    limit: Int,
    insideFolder folder: String? = nil
  ) throws(FileAccessError) -> [UInt8] {
    var reader = try FileReader(path, limit: limit, insideFolder: folder)
    return try reader.readToEnd()
  }

  /// Reads a whole regular file as ``read(_:limit:insideFolder:)`` does; `nil` when there is nothing at the path, and only then.
  package static func readIfPresent(_ path: String, limit: Int) throws(FileAccessError) -> [UInt8]? {
    do throws(FileAccessError) {
      return try read(path, limit: limit)
    } catch .cannotRead(_, .missing) {
      return nil
    }
  }
}
