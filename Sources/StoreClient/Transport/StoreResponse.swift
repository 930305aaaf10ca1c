/// One answer, complete in memory.
struct StoreResponse: Sendable {
  let status: Int
  /// In lower case, as HTTP/2 has them anyway; of repeated headers the last.
  let headers: [String: String]
  let body: [UInt8]

  /// The vendor does not document the header's name; these are the ones that gateways use.
  var requestID: String? { headers["x-request-id"] ?? headers["x-bc-request-id"] }

  /// What the headers say about the quota.
  var rateLimit: RateLimitReport { RateLimitReport(headers: headers) }
}
