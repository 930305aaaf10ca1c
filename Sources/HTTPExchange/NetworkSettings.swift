package import Diagnostics
package import FileAccess

/// How servers are reached: proxies and trusted certificates, as the environment names them.
///
/// The environment is read when connections are made, so that a command that makes none does not stop at a variable that it does not need.
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
package enum NetworkSettingsError: Error, Hashable, Sendable {
  /// A proxy that is not an address. It is not repeated: it may hold a password.
  case badProxy(variable: String)
  /// A proxy of a kind that is not supported.
  case unusableProxy(variable: String, scheme: String)
  /// A file or folder of certificates that cannot be read.
  case unreadable(variable: String, FileAccessError)
  /// A file or folder without a certificate in PEM form.
  case noCertificates(variable: String, path: String)
}

extension NetworkSettingsError: DiagnosedError {
  package var diagnostics: [Diagnostic] {
    switch self {
    case .badProxy(let variable):
      [
        Diagnostic(
          .error,
          code: "bad-proxy",
          summary: "\(variable) does not hold the address of a proxy",
          detail: """
            It takes a host and a port, such as http://proxy.example.com:3128, perhaps with USER:PASSWORD@ before the host; special \
            characters of a password are percent-encoded. Its value is not shown here, since it may hold a password.
            """
        )
      ]
    case .unusableProxy(let variable, let scheme):
      [
        Diagnostic(
          .error,
          code: "proxy-not-supported",
          summary: "\(variable) names a proxy that is not supported: \(scheme)",
          detail: """
            Supported are http:// (the proxy is asked to CONNECT, so that TLS still ends at the server) and socks5:// without a password.
            """
        )
      ]
    case .unreadable(let variable, let error):
      error.diagnostics.map {
        Diagnostic(
          .error,
          code: "certificates-unreadable",
          summary: "\($0.summary) (\(variable) names it)",
          detail: "Correct \(variable), or unset it to use the certificates of this system."
        )
      }
    case .noCertificates(let variable, let path):
      [
        Diagnostic(
          .error,
          code: "no-certificates",
          summary: "\(path) holds no certificate (\(variable) names it)",
          detail: "It takes certificates of authorities in PEM form, which begin with -----BEGIN CERTIFICATE-----."
        )
      ]
    }
  }
}
