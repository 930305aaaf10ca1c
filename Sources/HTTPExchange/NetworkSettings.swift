import Diagnostics
import FileAccess

/// How servers are reached: proxies and trusted certificates, as the environment names them.
///
/// A variable that cannot be followed fails the requests that need it, and no others: https alone needs certificates, and only what is not
/// reached directly needs a proxy.
package struct NetworkSettings: Sendable {
  let environment: EnvironmentVariables
  private(set) var isForAWS = false

  /// Without proxies, with the system's certificates.
  package static let standard = NetworkSettings([:])

  package init(_ environment: [String: String]) { self.environment = EnvironmentVariables(environment) }

  /// The same for S3 and AWS's token service, for which `AWS_CA_BUNDLE` counts before the other variables.
  package var forAWS: NetworkSettings {
    var copy = self
    copy.isForAWS = true
    return copy
  }
}

/// Why a variable about the network cannot be followed.
enum NetworkSettingsError: Error, Hashable, Sendable {
  /// A proxy that is not an address. It is not repeated: it may hold a password.
  case badProxy(variable: String)
  /// A proxy of a kind that is not supported.
  case unusableProxy(variable: String, scheme: String)
  /// A file or folder of certificates that cannot be read.
  case unreadable(variable: String, FileAccessError)
  /// A file or folder without a certificate in PEM form.
  case noCertificates(variable: String, path: String)
}

extension NetworkSettingsError {
  /// Why a request that needs the variable is not sent.
  var failure: HTTPFailure {
    switch self {
    case .badProxy(let variable):
      .lasting(
        reason: "\(variable) does not hold the address of a proxy",
        advice: """
          It takes a host and a port, such as http://proxy.example.com:3128, perhaps with USER:PASSWORD@ before the host; special \
          characters of a password are percent-encoded. Its value is not shown here, since it may hold a password.
          """
      )
    case .unusableProxy(let variable, let scheme):
      .lasting(
        reason: "\(variable) names a proxy that is not supported: \(scheme)",
        advice: """
          Supported are http:// (the proxy is asked to CONNECT, so that TLS still ends at the server) and socks5:// without a password. \
          NO_PROXY lists the hosts that are reached directly.
          """
      )
    case .unreadable(let variable, let error):
      .lasting(
        reason: "\(error.diagnostics.map(\.summary).joined(separator: "; ")) (\(variable) names it)",
        advice: "Correct \(variable), or unset it to use the certificates of this system."
      )
    case .noCertificates(let variable, let path):
      .lasting(
        reason: "\(path) holds no certificate (\(variable) names it)",
        advice: "It takes certificates of authorities in PEM form, which begin with -----BEGIN CERTIFICATE-----."
      )
    }
  }
}
