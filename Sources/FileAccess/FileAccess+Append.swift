#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Adds text to the end of a file, which is made when it is missing.
  ///
  /// For files that others write to as well, such as those that a CI system reads afterwards: what stands there stays.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``.
  package static func append(_ text: String, to path: String) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      try OpenFile(path, O_WRONLY | O_CREAT | O_APPEND, mode: 0o600).write(Array(text.utf8))
    } catch {
      throw .cannotWrite(path: path, error)
    }
  }
}
