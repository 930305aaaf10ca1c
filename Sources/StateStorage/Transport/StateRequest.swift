/// One request to a server that keeps a state.
struct StateRequest: Sendable {
  let method: String
  /// The whole address, its query too.
  let url: String
  /// The address as errors and logs may show it.
  let shownURL: String
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]?
  /// How long it may take; `nil` for as long as any request of the connection.
  var deadline: Duration?
  /// What in this request nobody may see: passwords, keys, tokens.
  var secrets: [String] = []
}
