import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// Sends one request and reads its answer; knows HTTP and nothing of segments.
struct StoreTransport: Sendable {
  /// The largest documented answer, a page of 250 records, is near 60 KB.
  static let largestBody = 8 << 20
  /// How long making a connection may take.
  private static let connectSeconds = 10

  let client: HTTPClient
  let settings: StoreClientSettings

  /// The client's configuration.
  ///
  /// - No redirect is followed: the default would send a DELETE to the new address without its `id:in` and with the token.
  /// - Ten connections a host; the default of eight would cap us at 80 % of the vendor's limit.
  /// - Certificates are verified, which is the default and stays so.
  static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(Int64(connectSeconds)))
    )
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = ConcurrencyLimit.vendorLimit
    // Broken connections come back to our own retry policy, which counts and logs them.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  /// - Throws: ``StoreError`` of the kinds `unreachable`, `timedOut` and `tooLarge`; `CancellationError`.
  func send(_ request: StoreRequest) async throws -> StoreResponse {
    let seconds = settings.requestDeadline
    // The client's own deadline ends with the head of the answer; a body that drips for ever needs ours.
    let response = try await withThrowingTaskGroup(of: StoreResponse?.self) { group in
      group.addTask { try await exchange(request) }
      group.addTask {
        try await settings.time.deadline(.seconds(seconds))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    guard let response else { throw StoreError(StoreCall(request), .timedOut(seconds: seconds)) }
    return response
  }

  private func exchange(_ request: StoreRequest) async throws -> StoreResponse {
    let http = try httpRequest(for: request)
    do {
      let response = try await client.execute(http, timeout: .seconds(Int64(settings.requestDeadline)))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      let body = try await response.body.collect(upTo: Self.largestBody)
      // A body that was cut off by our own cancellation must not pass for a short one.
      try Task.checkCancellation()
      return StoreResponse(status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error as CancellationError {
      throw error
    } catch is NIOTooManyBytesError {
      throw StoreError(StoreCall(request), .tooLarge(limit: Self.largestBody))
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch let error as HTTPClientError where error == .deadlineExceeded {
      throw StoreError(StoreCall(request), .timedOut(seconds: settings.requestDeadline))
    } catch {
      throw StoreError(StoreCall(request), .unreachable(reason: Self.reason(error)))
    }
  }

  private func httpRequest(for request: StoreRequest) throws -> HTTPClientRequest {
    var http = HTTPClientRequest(url: settings.address.base + request.path + request.query)
    http.method = .init(rawValue: request.method)
    http.headers.add(name: "X-Auth-Token", value: settings.token.text)
    http.headers.add(name: "Accept", value: "application/json")
    http.headers.add(name: "User-Agent", value: settings.userAgent)
    http.headers.add(name: "X-Correlation-Id", value: settings.correlationID)
    if let body = try request.body {
      http.headers.add(name: "Content-Type", value: "application/json")
      http.body = .bytes(ByteBuffer(bytes: body))
    }
    return http
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
