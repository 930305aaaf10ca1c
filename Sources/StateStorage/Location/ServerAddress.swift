import HTTPExchange

typealias Variables = EnvironmentVariables

extension ServerAddress {
  /// Allows plain http to hosts other than this machine.
  static let plainHTTPVariable = "SEGPLAN_STATE_ALLOW_HTTP"

  /// - Parameters:
  ///   - text: The address. No error repeats it: it may hold a password.
  ///   - source: The option or variable that it comes from.
  ///   - environment: Says whether plain http is allowed.
  /// - Throws: ``StateLocationError`` for a text that is not an address, one with a user, or plain http to another machine.
  init(_ text: String, source: String, environment: Variables) throws(StateLocationError) {
    do throws(ServerAddressError) {
      try self.init(text, allowsPlainHTTP: environment.isOn(Self.plainHTTPVariable))
    } catch {
      switch error {
      case .malformed, .otherScheme: throw .badAddress(source: source)
      case .hasUser: throw .userInAddress(source: source)
      case .notEncrypted(let host): throw .notEncrypted(source: source, host: host)
      }
    }
  }
}
