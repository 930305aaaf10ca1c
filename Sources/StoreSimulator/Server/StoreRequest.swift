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
}

/// What the store answers.
struct StoreAnswer: Sendable {
  let status: Int
  /// JSON, or nothing.
  let body: [UInt8]

  init(status: Int, body: [UInt8] = []) {
    self.status = status
    self.body = body
  }

  init(_ refusal: StoreRefusal) {
    self.init(status: refusal.status, body: refusal.body)
  }
}
