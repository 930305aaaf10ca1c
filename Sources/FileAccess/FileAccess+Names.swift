#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileAccess {
  /// Removes a file; one that is not there is fine.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``.
  package static func remove(_ path: String) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      _ = try callingSystem { unlink(path) }
    } catch .missing {
      return
    } catch {
      throw .cannotWrite(path: path, error)
    }
  }

  /// Gives a file another name, in place of a file that has it.
  ///
  /// - Throws: ``FileAccessError/cannotWrite(path:_:)``.
  package static func move(_ path: String, to newPath: String) throws(FileAccessError) {
    do throws(SystemErrorCode) {
      _ = try callingSystem { rename(path, newPath) }
    } catch {
      throw .cannotWrite(path: newPath, error)
    }
  }
}
