import HTTPExchange

/// One answer of the store, complete in memory.
typealias StoreResponse = HTTPAnswer

extension HTTPAnswer {
  /// The vendor does not document the header's name; these are the ones that gateways use.
  var requestID: String? { headers["x-request-id"] ?? headers["x-bc-request-id"] }

  /// What the headers say about the quota.
  var rateLimit: RateLimitReport { RateLimitReport(headers: headers) }
}
