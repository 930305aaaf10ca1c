import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL

/// Finds out what is wrong with a certificate that was refused.
///
/// BoringSSL says only that the verification failed. One more handshake shows the certificate, over which nothing is ever sent.
struct RefusedCertificate {
  /// How long the second handshake may take.
  private static let seconds: Int64 = 5

  let server: ServerAddress
  let proxy: Proxy?
  let isForAWS: Bool

  /// Whether an error is about the server's certificate.
  static func isCause(of error: any Error) -> Bool {
    switch error {
    case let error as NIOSSLExtraError: error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
    case let error as NIOSSLError: error == .unableToValidateCertificate || "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
    default: false
    }
  }

  /// A lasting failure whose words name the certificate's problem; `error` is what the verification said.
  func failure(_ error: any Error, now: Date = .now) async -> HTTPFailure {
    let certificate = await presented()
    let subject = "the certificate of \(server.authority)"
    if let certificate {
      let (begin, end) = (Date(timeIntervalSince1970: .init(certificate.notValidBefore)), certificate.notValidAfter)
      if now > Date(timeIntervalSince1970: .init(end)) {
        return .lasting(
          reason: "\(subject) has expired (on \(Self.day(Date(timeIntervalSince1970: .init(end)))))",
          advice: "Have it renewed. If that day is not over, set this machine's clock."
        )
      }
      if now < begin {
        return .lasting(
          reason: "\(subject) is not valid before \(Self.day(begin))",
          advice: "Set this machine's clock, or have the certificate corrected."
        )
      }
    }
    if error is NIOSSLExtraError || (error as? NIOSSLError) == .unableToValidateCertificate {
      let names = certificate.map(Self.names) ?? ""
      return .lasting(
        reason: "\(subject) is for another host\(names.isEmpty ? "" : ": \(names)")",
        advice: "Check the address, and what answers there; the certificate must name the host as the address has it."
      )
    }
    let variables = isForAWS ? "AWS_CA_BUNDLE (or SSL_CERT_FILE, SSL_CERT_DIR)" : "SSL_CERT_FILE or SSL_CERT_DIR"
    return .lasting(
      reason: "\(subject) is not from an authority that this machine trusts",
      advice: """
        If the server has an authority of its own, or a proxy on the way inspects TLS, name that authority's certificate (PEM) with \
        \(variables). Otherwise somebody may be listening: do not go on.
        """
    )
  }

  private static func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }

  /// The first names that a certificate is for; foreign text, so that only what a name may hold is kept.
  private static func names(_ certificate: NIOSSLCertificate) -> String {
    certificate._subjectAlternativeNames().prefix(3).compactMap { name in
      guard name.nameType == .dnsName else { return nil }
      return String(decoding: name.contents.prefix(100), as: UTF8.self).filter {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-.*_".contains($0))
      }
    }.joined(separator: ", ")
  }

  /// The certificate that the server shows, unverified; `nil` when it shows none in time.
  private func presented() async -> NIOSSLCertificate? {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    var configuration = HTTPExchanger.configuration(proxy: proxy, tls: tls)
    // It fails whatever comes, before a request could go out.
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.nioSSL_peerCertificate().flatMapThrowing { throw Presented(certificate: $0) }
    }
    do {
      return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
        _ = try await client.execute(HTTPClientRequest(url: server.origin), timeout: .seconds(Self.seconds))
        return nil
      }
    } catch {
      return (error as? Presented)?.certificate
    }
  }

  private struct Presented: Error {
    let certificate: NIOSSLCertificate?
  }
}
