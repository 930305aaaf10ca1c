#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Sees to it that there is a folder, and every folder above it.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``; ``FileAccessError/notAFile(path:_:)`` never: what stands in the way is told as it is.
  package static func createFolder(_ path: String) throws(FileAccessError) {
    if try kind(of: path) == .folder { return }
    let parent = WriteTarget.folder(of: path)
    if parent != path { try createFolder(parent) }
    do throws(SystemErrorCode) {
      _ = try callingSystem { mkdir(path, 0o777) }
    } catch {
      // Somebody else may have been quicker.
      if try kind(of: path) == .folder { return }
      throw .cannotWrite(path: path, error)
    }
  }
}
