#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The address cannot be listened on.
package struct ListenError: Error, Hashable, CustomStringConvertible {
  /// Host and port.
  package let address: String
  /// The system's error number.
  package let code: Int32

  package init(address: String, code: Int32) {
    self.address = address
    self.code = code
  }

  package var description: String { "cannot listen on \(address): \(reason)" }

  private var reason: String {
    switch code {
    case EADDRINUSE: "another program uses the port"
    case EACCES: "this account may not use the port"
    default: "system error \(code)"
    }
  }
}
