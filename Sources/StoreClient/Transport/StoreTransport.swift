import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// One answer, complete in memory.
struct StoreResponse: Sendable {
  let status: Int
  /// In lower case, as HTTP/2 has them anyway; of repeated headers the last.
  let headers: [String: String]
  let body: [UInt8]

  /// The vendor does not document the header's name; these are the ones that gateways use.
  var requestID: String? { headers["x-request-id"] ?? headers["x-bc-request-id"] }

  /// How long a 429 asks us to wait: the longer of the two headers, `nil` without them (bigcommerce/docs, *API rate limits*).
  var statedPause: Duration? {
    let reset = headers["x-rate-limit-time-reset-ms"].flatMap { Int($0) }.map { Duration.milliseconds($0) }
    let retryAfter = (headers["x-retry-after"] ?? headers["retry-after"]).flatMap { Int($0) }.map { Duration.seconds($0) }
    return [reset, retryAfter].compactMap { $0 }.filter { $0 >= .zero }.max()
  }
}

/// Sends one request and reads its answer; knows HTTP and nothing of segments.
struct StoreTransport: Sendable {
  /// The largest documented answer, a page of 250 records, is near 60 KB.
  static let largestBody = 8 << 20

  let client: HTTPClient
  let settings: StoreClientSettings

  /// The client's configuration.
  ///
  /// - No redirect is followed: the default would send a DELETE to the new address without its `id:in` and with the token.
  /// - Ten connections a host; the default of eight would cap us at 80 % of the vendor's limit.
  static var configuration: HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(10), read: .seconds(30), write: .seconds(30))
    )
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = ConcurrencyGate.vendorLimit
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
        try await Task.sleep(for: .seconds(seconds))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    guard let response else { throw StoreError(StoreCall(request), .timedOut(seconds: seconds)) }
    return response
  }

  private func exchange(_ request: StoreRequest) async throws -> StoreResponse {
    do {
      let response = try await client.execute(httpRequest(for: request), timeout: .seconds(Int64(settings.requestDeadline)))
      var headers: [String: String] = [:]
      for (name, value) in response.headers { headers[name.lowercased()] = value }
      let body = try await response.body.collect(upTo: Self.largestBody)
      return StoreResponse(status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
    } catch let error as CancellationError {
      throw error
    } catch is NIOTooManyBytesError {
      throw StoreError(StoreCall(request), .tooLarge(limit: Self.largestBody))
    } catch let error as HTTPClientError where error == .cancelled {
      throw CancellationError()
    } catch let error as HTTPClientError where Self.timeouts.contains(error) {
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

  private static let timeouts: [HTTPClientError] = [
    .readTimeout, .writeTimeout, .connectTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
  ]

  /// A connection error's own words, on one line.
  ///
  /// Neither client nor NIO puts request headers into them.
  private static func reason(_ error: any Error) -> String {
    let text =
      if let error = error as? HTTPClientError { error.description } else { String(describing: error) }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
