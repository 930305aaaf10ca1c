import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Connections over which requests are sent: the one place that knows the HTTP client, and what it must never do.
///
/// - No redirect is followed: the client's default would send a DELETE to the new address without its query and with its token.
/// - Every request has a deadline that covers the last byte of its answer's body, and every body a bound.
/// - Certificates are verified, which is the client's default and stays so.
/// - Nothing is sent twice: who may repeat what is for the caller to know.
package struct HTTPExchanger: Sendable {
  /// How long making a connection may take.
  private static let connectSeconds: Int64 = 10

  private let client: HTTPClient

  /// Runs the body with connections that are closed afterwards, whatever happens.
  ///
  /// - Parameters:
  ///   - connectionsPerHost: How many HTTP/1 connections a host may have at once; the client's default of eight unless given.
  ///   - body: What sends requests.
  /// - Returns: What the body returns.
  /// - Throws: Whatever the body throws.
  package static func withExchanger<Result: Sendable>(
    connectionsPerHost: Int? = nil,
    _ body: (HTTPExchanger) async throws -> sending Result
  ) async throws -> Result {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(connectSeconds))
    )
    configuration.connectionPool.retryConnectionEstablishment = false
    if let connectionsPerHost {
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
    }
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      try await body(HTTPExchanger(client: client))
    }
  }

  private init(client: HTTPClient) { self.client = client }

  /// Sends a request once and reads its answer.
  ///
  /// - Parameters:
  ///   - call: The request.
  ///   - deadline: How long it may take, to the last byte of the answer.
  ///   - largestBody: The most bytes that the answer's body may have.
  ///   - wait: Returns when the time is up; tests put a virtual clock in its place.
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
    var request = HTTPClientRequest(url: call.url)
    request.method = HTTPMethod(rawValue: call.method)
    for header in call.headers { request.headers.add(name: header.name, value: header.value) }
    if let body = call.body { request.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let response = try await client.execute(request, timeout: TimeAmount(deadline))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      let body = try await response.body.collect(upTo: largestBody)
      // A body that was cut off by our own cancellation must not pass for a short one.
      try Task.checkCancellation()
      return HTTPAnswer(status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error as CancellationError {
      throw error
    } catch is NIOTooManyBytesError {
      throw HTTPFailure.tooLarge
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      throw HTTPFailure.timedOut
    } catch {
      throw HTTPFailure.unreachable(reason: Self.reason(error, of: call))
    }
  }

  /// A connection error in words, on one line.
  ///
  /// Neither client nor NIO puts request headers into theirs, and none is known to put an address; one that does is not repeated, since the
  /// address of a webhook is its password.
  private static func reason(_ error: any Error, of call: HTTPCall) -> String {
    let words = words(for: error)
    return call.target.count > 1 && words.contains(call.target) ? "no connection (\(type(of: error)))" : words
  }

  private static func words(for error: any Error) -> String {
    switch error {
    case let error as HTTPClientError where error == .connectTimeout:
      "no connection within \(connectSeconds) s"
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      "the connection was closed before the answer was complete"
    case let error as HTTPParserError:
      "the answer is no HTTP, or ends too early (\(error))"
    case let error as HTTPClientError:
      error.shortDescription
    default:
      "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
    }
  }
}
