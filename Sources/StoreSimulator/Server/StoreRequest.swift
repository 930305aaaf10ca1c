/// A request to the store, complete in memory.
struct StoreRequest: Sendable {
  /// In capitals.
  let method: String
  /// As it was sent, without the query.
  let path: String
  /// As it was sent, without the question mark; empty when there is none.
  let query: String
  /// `X-Auth-Token`.
  let token: String?
  /// `Content-Type`.
  let contentType: String?
  let body: [UInt8]

  /// How long path and query are, with the question mark between them.
  var addressBytes: Int { path.utf8.count + (query.isEmpty ? 0 : 1 + query.utf8.count) }
}
