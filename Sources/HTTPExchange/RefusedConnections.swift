import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Finds out what is wrong with a certificate that was refused.
///
/// BoringSSL says only that verification failed. One more handshake, over which nothing is sent, shows the certificate.
struct RefusedCertificate {
  /// The deadline of the handshake.
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

  /// A failure that names the problem of the certificate; `error` is that of the verification.
  func failure(_ error: any Error, now: Date = .now) async -> HTTPFailure {
    let certificate = await presented()
    let subject = "the certificate of \(server.authority)"
    if let certificate {
      let (begin, end) = (Date(timeIntervalSince1970: .init(certificate.notValidBefore)), certificate.notValidAfter)
      if now > Date(timeIntervalSince1970: .init(end)) {
        return .lasting(
          reason: "\(subject) has expired (on \(Self.day(Date(timeIntervalSince1970: .init(end)))))",
          advice: "Renew it. If that day is still to come, set this machine's clock."
        )
      }
      if now < begin {
        return .lasting(
          reason: "\(subject) is not valid before \(Self.day(begin))",
          advice: "Set this machine's clock, or correct the certificate."
        )
      }
    }
    if error is NIOSSLExtraError || (error as? NIOSSLError) == .unableToValidateCertificate {
      let names = certificate.map(Self.names) ?? ""
      return .lasting(
        reason: "\(subject) is for another host\(names.isEmpty ? "" : ": \(names)")",
        advice: "Check the address and the server there. The certificate must name the host of the address."
      )
    }
    let variables = isForAWS ? "AWS_CA_BUNDLE (or SSL_CERT_FILE, SSL_CERT_DIR)" : "SSL_CERT_FILE or SSL_CERT_DIR"
    return .lasting(
      reason: "\(subject) is not from an authority that this machine trusts",
      advice: """
        If the server has its own authority, or a proxy on the way inspects TLS, name that authority's certificate (PEM) in \
        \(variables). Otherwise someone may be intercepting the connection: do not continue.
        """
    )
  }

  private static func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }

  /// The first host names of a certificate, without characters that a name cannot contain.
  private static func names(_ certificate: NIOSSLCertificate) -> String {
    certificate._subjectAlternativeNames().prefix(3).compactMap { name in
      guard name.nameType == .dnsName else { return nil }
      return String(decoding: name.contents.prefix(100), as: UTF8.self).filter {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-.*_".contains($0))
      }
    }.joined(separator: ", ")
  }

  /// The unverified certificate that the server presents; `nil` if it presents none in time.
  private func presented() async -> NIOSSLCertificate? {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    var configuration = HTTPExchanger.configuration(proxy: proxy, tls: tls)
    // This always fails, before a request can be sent.
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

/// Finds the status with which a proxy refuses to connect.
///
/// The HTTP client does not report it, so this sends one more CONNECT, and nothing else if that succeeds.
struct ProxyRefusal {
  /// The deadline of the CONNECT.
  private static let seconds: Int64 = 5

  let server: ServerAddress
  let proxy: Proxy

  /// The status; `nil` if the proxy does not refuse this time or does not answer.
  func status() async -> Int? {
    try? await result(before: { try await Task.sleep(for: .seconds(Self.seconds)) }) { try await ask() }
  }

  private func ask() async throws -> Int? {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(Self.seconds))
      .connect(host: proxy.host, port: proxy.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(wrappingChannelSynchronously: channel)
        }
      }
    let headers: HTTPHeaders = ["Host": server.hostAndPort]
    var head = HTTPRequestHead(version: .http1_1, method: .CONNECT, uri: server.hostAndPort, headers: headers)
    if let credentials = proxy.credentials {
      let authorization = HTTPClient.Authorization.basic(username: credentials.user, password: credentials.password)
      head.headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
    }
    return try await channel.executeThenClose { inbound, outbound in
      // In one write: a proxy may answer and close as soon as it has the head.
      try await outbound.write(contentsOf: [.head(head), .end(nil)])
      for try await part in inbound {
        guard case .head(let answer) = part else { continue }
        return (200..<300).contains(answer.status.code) ? nil : Int(answer.status.code)
      }
      return nil
    }
  }
}
