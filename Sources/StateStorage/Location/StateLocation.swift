import Diagnostics
import FileAccess
import HTTPExchange

/// Where a state is kept, as `--state` or `SEGPLAN_STATE` names it, with its settings from the environment.
package enum StateLocation: Hashable, Sendable {
  case file(path: String)
  /// A server that speaks Terraform's HTTP state protocol.
  case http(HTTPStateSettings)
  /// An object in a bucket.
  case s3(S3StateSettings)

  /// - Parameters:
  ///   - text: A path, `http(s)://…`, or `s3://bucket/key?region=…&endpoint=…&path_style=…`.
  ///   - environment: Has lock addresses, credentials and regions. Only the variables for this kind of place are read.
  /// - Throws: ``StateLocationError`` if the text names no place, or the environment lacks what the place needs;
  ///   `FileAccessError` if a file with keys cannot be read.
  package init(_ text: String, environment: [String: String]) throws {
    KnownCredentials.ofProcess.add(ofAddress: text)
    guard let separator = text.firstRange(of: "://") else {
      guard !text.isEmpty else { throw StateLocationError.empty }
      self = .file(path: text)
      return
    }
    switch text[..<separator.lowerBound].lowercased() {
    case "http", "https":
      self = .http(try HTTPStateSettings(text, environment: EnvironmentVariables(environment)))
    case "s3":
      self = .s3(try S3StateSettings(String(text[separator.upperBound...]), environment: EnvironmentVariables(environment)))
    case let scheme:
      throw StateLocationError.unknownScheme(scheme)
    }
  }
}

extension StateLocation {
  /// Whether both are the same state, whichever links lead to it and however its address is written.
  package func isSameState(as other: StateLocation) -> Bool {
    switch (self, other) {
    case (.file(let one), .file(let two)): FileAccess.resolvedPath(of: one) == FileAccess.resolvedPath(of: two)
    case (.http(let one), .http(let two)): one.address == two.address
    case (.s3(let one), .s3(let two)): (one.bucket, one.key, one.endpoint) == (two.bucket, two.key, two.endpoint)
    default: false
    }
  }
}

extension StateLocation: CustomStringConvertible {
  /// The location as messages show it: without a query that could contain a secret.
  package var description: String {
    switch self {
    case .file(let path): path
    case .http(let settings): settings.address.shown
    case .s3(let settings): settings.shown
    }
  }
}

extension EnvironmentVariables {
  /// Two variables that belong together; `nil` if neither is set.
  ///
  /// - Throws: ``StateLocationError/missing(variable:beside:)`` if only one is set.
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
  /// The variable that allows plain http to other hosts.
  static let plainHTTPVariable = "SEGPLAN_STATE_ALLOW_HTTP"

  /// An address from `source`, which is an option or a variable.
  ///
  /// No error repeats the address, since it may contain a password.
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
