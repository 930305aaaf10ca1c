import AsyncHTTPClient
import FileAccess
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// Errors of the HTTP client and of what lies below it, in plain words and on one line.
///
/// Neither client nor NIO puts request headers into theirs, and none is known to put an address; one that does is not repeated, since the
/// address of a webhook is its password.
struct FailureWords {
  let call: HTTPCall
  /// What was to be reached; `nil` if the call's address cannot be parsed.
  let server: ServerAddress?
  let proxy: Proxy?
  let connectSeconds: Int64
  /// With which status the proxy refused to connect, if that is known.
  var proxyStatus: Int?

  private var serverName: String { server?.hostAndPort ?? "the server" }
  /// The other end of the connection.
  private var peer: String { proxy.map { "the proxy \($0)" } ?? serverName }

  /// Why there was no answer.
  func failure(_ error: any Error) -> HTTPFailure {
    switch error {
    case is NIOTooManyBytesError: .tooLarge
    case let error as HTTPClientError: failure(error)
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { failure($0.error) }
        ?? .unreachable(reason: "the name \(error.host) was not found (DNS)")
    case let error as IOError:
      .unreachable(reason: "the connection to \(peer) failed: \(SystemErrorCode(error.errnoCode).description.lowercased())")
    case let error as ChannelError where error == .ioOnClosedChannel || error == .eof:
      .unreachable(reason: Self.closedEarly)
    case let error as ImpossibleStatus:
      .unreachable(reason: "the answer's status is \(error.code), which is no status for it")
    case let error as HTTPParserError:
      .unreachable(reason: "the answer is no HTTP, or ends too early (\(error))")
    case let error as NIOHTTPDecompression.DecompressionError where error == .limit: .tooLarge
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      .unreachable(reason: "the compressed answer cannot be unpacked")
    case let error as NIOSSLError: tls(error)
    case is BoringSSLError:
      .lasting(
        reason: "TLS cannot be set up; this machine may have no certificates of authorities",
        advice: "Install them (the package ca-certificates), or name a file of them with SSL_CERT_FILE."
      )
    default: .unreachable(reason: unknown(error))
    }
  }

  private static let closedEarly = "the connection was closed before the answer was complete"

  private func failure(_ error: HTTPClientError) -> HTTPFailure {
    switch error {
    case .deadlineExceeded: .timedOut
    case .connectTimeout: .unreachable(reason: "\(peer) took no connection within \(connectSeconds) s")
    case .tlsHandshakeTimeout: .unreachable(reason: "\(serverName) did not finish the TLS handshake within \(connectSeconds) s")
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      .unreachable(reason: "\(peer) gave no connection to \(serverName) within \(connectSeconds) s")
    case .remoteConnectionClosed, .uncleanShutdown: .unreachable(reason: Self.closedEarly)
    case .invalidProxyResponse: refusedByProxy
    case .proxyAuthenticationRequired:
      .lasting(
        reason: proxy?.credentials == nil ? "\(peer) asks for a user and a password" : "\(peer) refuses the user or the password",
        advice: "Put them into the variable that names the proxy: http://USER:PASSWORD@HOST:PORT, percent-encoded where need be."
      )
    default:
      .unreachable(reason: call.target.count > 1 && "\(error)".contains(call.target) ? unknown(error) : error.shortDescription)
    }
  }

  private var refusedByProxy: HTTPFailure {
    let reason = "\(peer) refuses to connect to \(serverName)"
    guard let proxyStatus else { return .unreachable(reason: reason) }
    let stated = "\(reason) (status \(proxyStatus))"
    // A proxy that has trouble may get through at another attempt; one that does not allow it never will.
    guard !HTTPAnswer(status: proxyStatus, headers: [:], body: []).isTransientFailure else { return .unreachable(reason: stated) }
    return .lasting(
      reason: stated,
      advice: "Have the proxy allow this host, or list the host in NO_PROXY if it can be reached directly."
    )
  }

  private func tls(_ error: NIOSSLError) -> HTTPFailure {
    if error == .uncleanShutdown || error == .readInInvalidTLSState { return .unreachable(reason: Self.closedEarly) }
    guard case .handshakeFailed(let cause) = error else { return .unreachable(reason: "TLS failed: \(error)") }
    let text = "\(cause)"
    if text.contains("EOF during handshake") || cause == .syscallError {
      return .unreachable(reason: "\(serverName) closed the connection during the TLS handshake")
    }
    if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
      return .lasting(
        reason: "\(serverName) does not speak TLS",
        advice: "Check the port, and whether the address begins with https:// where only http:// is served."
      )
    }
    // The name of the error alone: BoringSSL's text has a path of the machine that built it.
    let name = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last { $0.contains("_") && $0 == $0.uppercased() }
    return .lasting(
      reason: "\(serverName) and this program agree on no TLS connection\(name.map { " (\($0))" } ?? "")",
      advice: "It takes TLS 1.2 or later, with a certificate."
    )
  }

  private func unknown(_ error: any Error) -> String {
    let words = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    return call.target.count > 1 && words.contains(call.target) ? "no connection (\(type(of: error)))" : words
  }
}
