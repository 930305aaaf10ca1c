import HTTPExchange

extension EnvironmentVariables {
  /// Two variables that go together; `nil` if neither is set.
  ///
  /// - Throws: ``StateLocationError/missing(variable:beside:)`` if only one is.
  func pair(_ one: String, _ other: String) throws(StateLocationError) -> (String, String)? {
    switch (self[one], self[other]) {
    case (let first?, let second?): return (first, second)
    case (nil, _?): throw .missing(variable: one, beside: other)
    case (_?, nil): throw .missing(variable: other, beside: one)
    case (nil, nil): return nil
    }
  }
}

extension ServerAddress {
  /// Allows plain http to hosts other than this machine.
  static let plainHTTPVariable = "SEGPLAN_STATE_ALLOW_HTTP"

  /// An address that comes from `source`, an option or a variable.
  ///
  /// No error repeats the address: it may hold a password.
  ///
  /// - Throws: ``StateLocationError`` for a text that is not an address, one with a user, or plain http to another machine.
  init(_ text: String, source: String, environment: EnvironmentVariables) throws(StateLocationError) {
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
