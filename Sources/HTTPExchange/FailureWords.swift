import AsyncHTTPClient
import FileAccess
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// Turns errors of the HTTP client and of NIO into one line of plain words.
///
/// Their own texts contain no request headers, and no address as far as we know. A text that contains the address is
/// not repeated, since the address of a webhook is its password.
struct FailureWords {
  let call: HTTPCall
  /// `nil` if the call's address cannot be parsed.
  let server: ServerAddress?
  let proxy: Proxy?
  let deadline: Duration
  let maximumBody: Int
  /// The status with which the proxy refused to connect, if it is known.
  var proxyStatus: Int?

  private var serverName: String { server?.hostAndPort ?? "the server" }
  /// The other end of the connection.
  private var peer: String { proxy.map { "the proxy \($0)" } ?? serverName }

  /// Why there was no answer.
  func failure(_ error: any Error) -> HTTPFailure {
    switch error {
    case is NIOTooManyBytesError: .tooLarge(limit: maximumBody)
    case let error as HTTPClientError: failure(error)
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { failure($0.error) }
        ?? .unreachable(reason: "the name \(error.host) was not found (DNS)")
    case let error as IOError:
      .unreachable(reason: "the connection to \(peer) failed: \(SystemErrorCode(error.errnoCode).description.lowercased())")
    case let error as ChannelError where error == .ioOnClosedChannel || error == .eof:
      .unreachable(reason: Self.closedEarly)
    case let error as ImpossibleStatus:
      .unreachable(reason: "the answer's status is \(error.code), which is not a valid status")
    case let error as HTTPParserError:
      .unreachable(reason: "the answer is not HTTP, or ends too early (\(error))")
    case let error as NIOHTTPDecompression.DecompressionError where error == .limit: .tooLarge(limit: maximumBody)
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      .unreachable(reason: "the compressed answer cannot be unpacked")
    case let error as NIOSSLError: tls(error)
    case is BoringSSLError:
      .lasting(
        reason: "TLS cannot be set up; this machine may lack the certificates of authorities",
        advice: "Install them (package ca-certificates), or name a file with them in SSL_CERT_FILE."
      )
    default: .unreachable(reason: unknown(error))
    }
  }

  private static let closedEarly = "the connection was closed before the answer was complete"

  private func failure(_ error: HTTPClientError) -> HTTPFailure {
    switch error {
    case .deadlineExceeded: .timedOut(seconds: deadline.wholeSeconds)
    case .connectTimeout: .unreachable(reason: "\(peer) accepted no connection within \(HTTPExchanger.connectSeconds) s")
    case .tlsHandshakeTimeout:
      .unreachable(reason: "\(serverName) did not finish the TLS handshake within \(HTTPExchanger.connectSeconds) s")
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      .unreachable(reason: "\(peer) gave no connection to \(serverName) within \(HTTPExchanger.connectSeconds) s")
    case .remoteConnectionClosed, .uncleanShutdown: .unreachable(reason: Self.closedEarly)
    case .invalidProxyResponse: refusedByProxy
    case .proxyAuthenticationRequired:
      .lasting(
        reason: proxy?.credentials == nil ? "\(peer) asks for a user and a password" : "\(peer) refuses the user or the password",
        advice: "Set them in the variable that names the proxy: http://USER:PASSWORD@HOST:PORT, percent-encoded where necessary."
      )
    default:
      .unreachable(reason: call.target.count > 1 && "\(error)".contains(call.target) ? unknown(error) : error.shortDescription)
    }
  }

  private var refusedByProxy: HTTPFailure {
    let reason = "\(peer) refuses to connect to \(serverName)"
    guard let proxyStatus else { return .unreachable(reason: reason) }
    let stated = "\(reason) (status \(proxyStatus))"
    // A proxy with a problem may connect at another attempt; one that does not allow the host never will.
    guard !HTTPAnswer(status: proxyStatus, headers: [:], body: []).isTransientFailure else { return .unreachable(reason: stated) }
    return .lasting(reason: stated, advice: "Allow this host in the proxy, or list it in NO_PROXY if it can be reached directly.")
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
        advice: "Check the port, and whether the address should begin with http:// instead of https://."
      )
    }
    // Only the name of the error: BoringSSL's text contains a path of the machine that built it.
    let name = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last { $0.contains("_") && $0 == $0.uppercased() }
    return .lasting(
      reason: "\(serverName) and this program cannot agree on a TLS connection\(name.map { " (\($0))" } ?? "")",
      advice: "The server needs TLS 1.2 or later, with a certificate."
    )
  }

  private func unknown(_ error: any Error) -> String {
    let words = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    return call.target.count > 1 && words.contains(call.target) ? "no connection (\(type(of: error)))" : words
  }
}
