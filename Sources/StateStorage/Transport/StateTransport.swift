import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Sends requests to the server of a state; knows HTTP and nothing of protocols for states.
struct StateTransport: Sendable {
  /// The largest answer that is read: twice a state of ten million members.
  static let largestBody = 512 << 20
  /// How long making a connection may take.
  private static let connectSeconds = 10

  let client: HTTPClient
  let connection: StateConnection
  /// The state, as a person would name it.
  let location: String

  /// The client's configuration: no redirect is followed, certificates are verified, and broken connections come back to us.
  static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(Int64(connectSeconds)))
    )
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  /// Sends a request, and again when another attempt may get through.
  ///
  /// Only for what may be done twice.
  ///
  /// - Returns: The answer, whatever its status, and how many times the request was sent.
  /// - Throws: ``StateServerError``; `CancellationError`.
  func sendRepeatedly(_ request: () async throws -> StateRequest) async throws -> (response: StateResponse, attempts: Int) {
    var attempt = 1
    while true {
      let failure: (any Error)?
      var response: StateResponse?
      do {
        let answer = try await send(try await request())
        guard answer.isTransientFailure else { return (answer, attempt) }
        (failure, response) = (nil, answer)
      } catch let error as StateServerError where error.isTransient {
        failure = error
      }
      guard let pause = connection.retries.pause(after: attempt, statedSeconds: response?.retryAfter) else {
        if let response { return (response, attempt) }
        throw failure ?? CancellationError()
      }
      try await connection.pause(pause)
      attempt += 1
    }
  }

  /// Sends a request once.
  ///
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``StateServerError`` when there is none; `CancellationError`.
  func send(_ request: StateRequest) async throws -> StateResponse {
    let deadline = connection.requestDeadline
    // The client's own deadline ends with the head of the answer; a body that drips for ever needs ours.
    let response = try await withThrowingTaskGroup(of: StateResponse?.self) { group in
      group.addTask { try await exchange(request) }
      group.addTask {
        try await Task.sleep(for: deadline)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    guard let response else {
      throw StateServerError(location, request, .timedOut(seconds: Int(deadline.components.seconds)))
    }
    connection.logger.debug(
      "answer of the state's server",
      metadata: ["method": "\(request.method)", "url": "\(request.shownURL)", "status": "\(response.status)"]
    )
    return response
  }

  private func exchange(_ request: StateRequest) async throws -> StateResponse {
    var http = HTTPClientRequest(url: request.url)
    http.method = HTTPMethod(rawValue: request.method)
    for header in request.headers { http.headers.add(name: header.name, value: header.value) }
    http.headers.add(name: "User-Agent", value: connection.userAgent)
    if let body = request.body { http.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let response = try await client.execute(http, timeout: .nanoseconds(Self.nanoseconds(connection.requestDeadline)))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      let body = try await response.body.collect(upTo: Self.largestBody)
      // A body that was cut off by our own cancellation must not pass for a short one.
      try Task.checkCancellation()
      return StateResponse(status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error as CancellationError {
      throw error
    } catch is NIOTooManyBytesError {
      throw StateServerError(location, request, .tooLarge(limit: Self.largestBody))
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      throw StateServerError(location, request, .timedOut(seconds: Int(connection.requestDeadline.components.seconds)))
    } catch {
      throw StateServerError(location, request, .unreachable(reason: Self.reason(error)))
    }
  }

  private static func nanoseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
  }

  /// A connection error in words, on one line.
  ///
  /// Neither client nor NIO puts request headers into theirs.
  private static func reason(_ error: any Error) -> String {
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
