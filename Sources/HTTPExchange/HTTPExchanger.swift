import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// Sends requests: the one place that uses the HTTP client.
///
/// - It follows no redirect: the client would send a DELETE to the new address without its query and with its token.
/// - Every request has a deadline that covers the last byte of the answer, and every body has a limit.
/// - Certificates are always verified.
/// - Nothing is sent twice: only the caller knows what may be repeated.
/// - It uses only HTTP/1.1: ten requests at once need no more, and there is only one parser to defend (decision 10).
package struct HTTPExchanger: Sendable {
  /// How long connecting may take.
  static let connectSeconds: Int64 = 10
  /// The maximum expansion of an answer: compression halves ids and base64, and shrinks JSON to a twentieth.
  private static let maximumExpansion = 200

  /// By proxy; `nil` for direct connections.
  private let clients: [Proxy?: HTTPClient]
  private let proxies: ProxyRules
  /// Why the certificates that the settings name cannot be used for https.
  private let certificatesError: HTTPFailure?
  private let isForAWS: Bool

  /// Runs the body, and always closes all connections afterwards.
  ///
  /// A host has at most `connectionsPerHost` connections at once, by default eight.
  package static func withExchanger<Result: Sendable>(
    network: NetworkSettings = .standard,
    connectionsPerHost: Int? = nil,
    _ body: (HTTPExchanger) async throws -> sending Result
  ) async throws -> Result {
    let proxies = ProxyRules(network.environment)
    var tls: TLSConfiguration?
    var certificatesError: HTTPFailure?
    do throws(HTTPFailure) {
      tls = try TrustedCertificates.configuration(network)
    } catch {
      certificatesError = error
    }
    var clients: [Proxy?: HTTPClient] = [:]
    for proxy in [nil] + proxies.proxies.map(Optional.init) {
      var configuration = configuration(proxy: proxy, tls: tls)
      configuration.http1_1ConnectionDebugInitializer = ResponseGuard.add
      if let connectionsPerHost {
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
      }
      clients[proxy] = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
    let exchanger = HTTPExchanger(
      clients: clients,
      proxies: proxies,
      certificatesError: certificatesError,
      isForAWS: network.isForAWS
    )
    do {
      let result = try await body(exchanger)
      for client in clients.values { try await client.shutdown() }
      return result
    } catch {
      for client in clients.values { try? await client.shutdown() }
      throw error
    }
  }

  /// The configuration that all clients share.
  static func configuration(proxy: Proxy?, tls: TLSConfiguration?) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls,
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(connectSeconds)),
      decompression: .enabled(limit: .ratio(maximumExpansion))
    )
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.proxy = proxy.map { proxy in
      switch proxy.kind {
      case .http:
        .server(
          host: proxy.host,
          port: proxy.port,
          authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
        )
      case .socks: .socksServer(host: proxy.host, port: proxy.port)
      }
    }
    return configuration
  }

  /// Sends a request once and returns the answer, whatever its status.
  ///
  /// `deadline` covers the last byte of the answer. `wait` returns when the time is up; tests use a virtual clock.
  ///
  /// - Throws: ``HTTPFailure``; `CancellationError`.
  package func answer(
    to call: HTTPCall,
    deadline: Duration,
    maximumBody: Int,
    wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) async throws -> HTTPAnswer {
    // The client's own deadline covers only the head of the answer, not a body that never ends.
    let answer = try await result(before: { try await wait(deadline) }) { try await exchange(call, deadline, maximumBody) }
    guard let answer else { throw HTTPFailure.timedOut(seconds: deadline.wholeSeconds) }
    return answer
  }

  private func exchange(_ call: HTTPCall, _ deadline: Duration, _ maximumBody: Int) async throws -> HTTPAnswer {
    let server = try? ServerAddress(call.url, allowsPlainHTTP: true)
    if server?.scheme == "https", let certificatesError { throw certificatesError }
    let proxy = try server.flatMap { try proxies.proxy(for: $0) }
    guard let client = clients[proxy] else { throw HTTPFailure.unreachable(reason: "no connection") }
    do {
      let response = try await client.execute(Self.request(for: call), timeout: TimeAmount(deadline))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      if let encoding = headers["content-encoding"]?.lowercased(), encoding != "identity" {
        guard ["gzip", "deflate"].contains(encoding) else { throw Self.unknownEncoding(encoding) }
        // The client has unpacked the body, and these describe the packed one.
        for name in ["content-encoding", "content-length", "content-md5"] { headers[name] = nil }
      }
      let body = try await response.body.collect(upTo: maximumBody)
      // A body that our own cancellation cut off must not pass as complete.
      try Task.checkCancellation()
      return HTTPAnswer(status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error where error is CancellationError || error is HTTPFailure {
      throw error
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch {
      if let server, RefusedCertificate.isCause(of: error) {
        throw await RefusedCertificate(server: server, proxy: proxy, isForAWS: isForAWS).failure(error)
      }
      var words = FailureWords(call: call, server: server, proxy: proxy, deadline: deadline, maximumBody: maximumBody)
      if error as? HTTPClientError == .invalidProxyResponse, let server, let proxy {
        words.proxyStatus = await ProxyRefusal(server: server, proxy: proxy).status()
      }
      throw words.failure(error)
    }
  }

  private static func request(for call: HTTPCall) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: call.url)
    request.method = HTTPMethod(rawValue: call.method)
    for header in call.headers { request.headers.add(name: header.name, value: header.value) }
    // Packed answers are accepted but not requested: their checksum would be of other bytes.
    request.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
    if let body = call.body { request.body = .bytes(ByteBuffer(bytes: body)) }
    return request
  }

  private static func unknownEncoding(_ name: String) -> HTTPFailure {
    let shown = name.unicodeScalars.filter { ("!"..."~").contains($0) }.prefix(20).map { String($0) }.joined()
    return .lasting(
      reason: "the answer has an encoding that was not requested and is not supported (Content-Encoding: \(shown))",
      advice: "Something between here and the server compresses its answers. Turn that off there."
    )
  }
}

/// Runs the body, and cancels it if `wait` returns first; the result is then `nil`.
func result<Result: Sendable>(
  before wait: @escaping @Sendable () async throws -> Void,
  _ body: @escaping @Sendable () async throws -> Result?
) async throws -> Result? {
  try await withThrowingTaskGroup(of: Result?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await wait()
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
}

extension Duration {
  var wholeSeconds: Int { Int(components.seconds) }
}
