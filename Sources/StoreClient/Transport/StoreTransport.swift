import Diagnostics
import HTTPExchange

extension StoreClient {
  /// In bytes; the largest documented answer, a page of 250 records, has about 60 KB.
  static let maximumBody = 8 << 20
  /// The HTTP client's default of 8 would be below the vendor's limit.
  static let connectionsPerHost = ConcurrencyLimit.vendorLimit

  /// Sends one request and reads its answer.
  ///
  /// - Throws: ``StoreError`` of the kinds `unreachable`, `cannotConnect`, `timedOut`, `tooLarge` and `requestLimit`.
  func send(_ request: StoreRequest) async throws -> StoreResponse {
    guard meter.admit(maximum: settings.maximumRequests) else {
      throw StoreError(StoreCall(request), .requestLimit(maximum: settings.maximumRequests ?? 0))
    }
    let body = try request.body
    var headers = [
      (name: "X-Auth-Token", value: settings.token.text), (name: "Accept", value: "application/json"),
      (name: "User-Agent", value: settings.userAgent), (name: "X-Correlation-Id", value: settings.correlationID),
    ]
    if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    let url = settings.address.base + request.path + request.query
    let start = settings.time.now()
    do {
      let answer = try await exchanger.answer(
        to: HTTPCall(request.method, url, headers: headers, body: body),
        deadline: .seconds(settings.requestDeadline),
        maximumBody: Self.maximumBody,
        wait: settings.time.deadline
      )
      meter.answered(after: settings.time.now() - start)
      return answer
    } catch let failure as HTTPFailure {
      throw StoreError(StoreCall(request), kind(of: failure))
    }
  }

  private func kind(of failure: HTTPFailure) -> StoreError.Kind {
    switch failure {
    case .timedOut: .timedOut(seconds: settings.requestDeadline)
    case .tooLarge: .tooLarge(limit: Self.maximumBody)
    case .unreachable(let reason): .unreachable(reason: reason)
    case .lasting(let reason, let advice): .cannotConnect(reason: reason, advice: advice)
    }
  }
}

/// One answer of the store, complete in memory.
typealias StoreResponse = HTTPAnswer

extension HTTPAnswer {
  /// The vendor does not document the name of the header; gateways use these.
  var requestID: String? { headers["x-request-id"] ?? headers["x-bc-request-id"] }

  var rateLimit: RateLimitReport { RateLimitReport(headers: headers) }
}
