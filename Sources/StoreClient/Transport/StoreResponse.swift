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
