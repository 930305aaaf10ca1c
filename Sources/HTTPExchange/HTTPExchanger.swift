import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// Connections over which requests are sent: the one place that knows the HTTP client, and what it must never do.
///
/// - No redirect is followed: the client's default would send a DELETE to the new address without its query and with its token.
/// - Every request has a deadline that covers the last byte of its answer's body, and every body a bound.
/// - Certificates are verified, which is the client's default and stays so.
/// - Nothing is sent twice: who may repeat what is for the caller to know.
/// - HTTP/1.1 only: ten requests at once need no more, and one parser is enough to defend (decision 10).
package struct HTTPExchanger: Sendable {
  /// How long making a connection may take.
  private static let connectSeconds: Int64 = 10
  /// An answer that unpacks to more than this many times its size is a bomb: ids and base64 shrink to a half, JSON to a twentieth.
  private static let maximumExpansion = 200

  /// By the proxy that they go through; `nil` for the direct way.
  private let clients: [Proxy?: HTTPClient]
  private let proxies: ProxyRules
  /// Why https cannot be spoken with the certificates that the settings name.
  private let certificatesError: NetworkSettingsError?
  private let isForAWS: Bool

  /// Runs the body with connections that are closed afterwards, whatever happens.
  ///
  /// A host may have `connectionsPerHost` connections at once; the client's default of eight unless given.
  ///
  /// - Throws: Whatever the body throws.
  package static func withExchanger<Result: Sendable>(
    network: NetworkSettings = .standard,
    connectionsPerHost: Int? = nil,
    _ body: (HTTPExchanger) async throws -> sending Result
  ) async throws -> Result {
    let proxies = ProxyRules(network.environment)
    var tls: TLSConfiguration?
    var certificatesError: NetworkSettingsError?
    do throws(NetworkSettingsError) {
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
    do {
      let exchanger = HTTPExchanger(
        clients: clients,
        proxies: proxies,
        certificatesError: certificatesError,
        isForAWS: network.isForAWS
      )
      let result = try await body(exchanger)
      for client in clients.values { try await client.shutdown() }
      return result
    } catch {
      for client in clients.values { try? await client.shutdown() }
      throw error
    }
  }

  /// What every client has in common.
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

  /// Sends a request once and reads its answer.
  ///
  /// `deadline` covers the last byte of the answer, `largestBody` is in bytes. `wait` returns when the time is up; tests put
  /// a virtual clock in its place.
  ///
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``HTTPFailure``; `CancellationError`.
  package func answer(
    to call: HTTPCall,
    deadline: Duration,
    largestBody: Int,
    wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) async throws -> HTTPAnswer {
    // The client's own deadline ends with the head of the answer; a body that drips for ever needs ours.
    let answer = try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
      group.addTask { try await exchange(call, deadline, largestBody) }
      group.addTask {
        try await wait(deadline)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    guard let answer else { throw HTTPFailure.timedOut }
    return answer
  }

  private func exchange(_ call: HTTPCall, _ deadline: Duration, _ largestBody: Int) async throws -> HTTPAnswer {
    let server = try? ServerAddress(call.url, allowsPlainHTTP: true)
    let proxy: Proxy?
    do throws(NetworkSettingsError) {
      if server?.scheme == "https", let certificatesError { throw certificatesError }
      proxy = if let server { try proxies.proxy(for: server) } else { nil }
    } catch {
      throw error.failure
    }
    guard let client = clients[proxy] else { throw HTTPFailure.unreachable(reason: "no connection") }
    do {
      let response = try await client.execute(Self.request(for: call), timeout: TimeAmount(deadline))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      if let encoding = headers["content-encoding"]?.lowercased(), encoding != "identity" {
        guard ["gzip", "deflate"].contains(encoding) else { throw Self.unknownEncoding(encoding) }
        // The body is unpacked on its way here, and these are about the packed one.
        for name in ["content-encoding", "content-length", "content-md5"] { headers[name] = nil }
      }
      let body = try await response.body.collect(upTo: largestBody)
      // A body that was cut off by our own cancellation must not pass for a short one.
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
      var words = FailureWords(call: call, server: server, proxy: proxy, connectSeconds: Self.connectSeconds)
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
    // Packed answers are read, and not asked for: a checksum beside one would be of other bytes.
    request.headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
    if let body = call.body { request.body = .bytes(ByteBuffer(bytes: body)) }
    return request
  }

  private static func unknownEncoding(_ name: String) -> HTTPFailure {
    let shown = name.unicodeScalars.filter { ("!"..."~").contains($0) }.prefix(20).map { String($0) }.joined()
    return .lasting(
      reason: "the answer is packed in a way that was not asked for and is not understood (Content-Encoding: \(shown))",
      advice: "Something between here and the server packs its answers: turn that off there."
    )
  }
}
