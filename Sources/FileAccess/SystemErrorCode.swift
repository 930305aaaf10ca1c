#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An `errno` value: why a system call failed.
package struct SystemErrorCode: Error, Hashable, Sendable, CustomStringConvertible {
  package let number: Int32

  package init(_ number: Int32) { self.number = number }

  /// The system's own words for it, such as `No such file or directory`.
  package var description: String {
    // Safe from several threads: glibc (2.32 and later) keeps the text per thread, and the other systems return constants.
    String(cString: strerror(number))
  }

  /// There is nothing at the path.
  package static let missing = SystemErrorCode(ENOENT)
  /// The reader of a pipe has gone.
  package static let brokenPipe = SystemErrorCode(EPIPE)
  /// The disk is full.
  package static let noSpace = SystemErrorCode(ENOSPC)
}

/// Makes a system call that reports failure as a negative number, again and again while signals interrupt it.
func callingSystem<Value: SignedInteger>(_ call: () -> Value) throws(SystemErrorCode) -> Value {
  while true {
    let value = call()
    if value >= 0 { return value }
    // Read before anything else can set it.
    let code = errno
    if code != EINTR { throw SystemErrorCode(code) }
  }
}
