import Diagnostics
import FileAccess
import HTTPExchange

/// Where a state is kept, as `--state` or `SEGPLAN_STATE` name it, with everything that the environment says about getting there.
package enum StateLocation: Hashable, Sendable {
  /// A local file.
  case file(path: String)
  /// A server that speaks Terraform's HTTP state protocol.
  case http(HTTPStateSettings)
  /// An object in a bucket.
  case s3(S3StateSettings)

  /// - Parameters:
  ///   - text: A path, `http(s)://…`, or `s3://bucket/key?region=…&endpoint=…&path_style=…`.
  ///   - environment: Where addresses of locks, credentials and regions are looked for; only the variables of the place in question.
  /// - Throws: ``StateLocationError`` for a text that names no place, or a place that the environment does not say enough about.
  package init(_ text: String, environment: [String: String]) throws(StateLocationError) {
    KnownCredentials.ofProcess.add(ofAddress: text)
    guard let separator = text.firstRange(of: "://") else {
      guard !text.isEmpty else { throw .empty }
      self = .file(path: text)
      return
    }
    switch text[..<separator.lowerBound].lowercased() {
    case "http", "https":
      self = .http(try HTTPStateSettings(text, environment: EnvironmentVariables(environment)))
    case "s3":
      self = .s3(try S3StateSettings(String(text[separator.upperBound...]), environment: EnvironmentVariables(environment)))
    case let scheme:
      throw .unknownScheme(scheme)
    }
  }
}

extension StateLocation {
  /// Whether both are one state, whatever links lead to it and however the way to it is written.
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
  /// The place as a person may see it: without a query that could hold a secret.
  package var description: String {
    switch self {
    case .file(let path): path
    case .http(let settings): settings.address.shown
    case .s3(let settings): settings.shown
    }
  }
}
