import Diagnostics
import FileAccess

/// Proxies and trusted certificates, as the environment names them.
///
/// An invalid variable fails only requests that need it: https needs certificates, direct connections need no proxy.
package struct NetworkSettings: Sendable {
  let environment: EnvironmentVariables
  private(set) var isForAWS = false

  /// No proxies, and the system's certificates.
  package static let standard = NetworkSettings([:])

  package init(_ environment: [String: String]) { self.environment = EnvironmentVariables(environment) }

  /// The same for S3 and AWS's token service, for which `AWS_CA_BUNDLE` comes before the other variables.
  package var forAWS: NetworkSettings {
    var copy = self
    copy.isForAWS = true
    return copy
  }
}

/// The failures of requests that need an invalid variable.
extension HTTPFailure {
  /// Not the address of a proxy; it is not repeated, since it may contain a password.
  static func badProxy(variable: String) -> HTTPFailure {
    .lasting(
      reason: "\(variable) does not contain the address of a proxy",
      advice: """
        It takes a host and a port, such as http://proxy.example.com:3128, optionally with USER:PASSWORD@ before the host. Special \
        characters of a password are percent-encoded. Its value is not shown here, since it may contain a password.
        """
    )
  }

  static func unusableProxy(variable: String, scheme: String) -> HTTPFailure {
    .lasting(
      reason: "\(variable) names a proxy that is not supported: \(scheme)",
      advice: """
        Use http:// (a CONNECT to the proxy, so that TLS still ends at the server) or socks5:// without a password. NO_PROXY lists the \
        hosts that are reached directly.
        """
    )
  }

  static func unreadable(variable: String, _ error: FileAccessError) -> HTTPFailure {
    .lasting(
      reason: "\(error.words.summary) (\(variable) names it)",
      advice: "Correct \(variable), or unset it to use the certificates of this system."
    )
  }

  /// A file or folder without a certificate in PEM form.
  static func noCertificates(variable: String, path: String) -> HTTPFailure {
    .lasting(
      reason: "\(path) contains no certificate (\(variable) names it)",
      advice: "It must contain certificates of authorities in PEM form, which begin with -----BEGIN CERTIFICATE-----."
    )
  }
}
