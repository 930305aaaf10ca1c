/// What is answered, and how it gets on its way.
struct StoreAnswer: Sendable {
  let status: Int
  /// Besides the type and the length of the body.
  var headers: [(name: String, value: String)] = []
  let body: [UInt8]
  let contentType: String
  var delivery = Delivery.whole

  /// How an answer travels.
  enum Delivery: Hashable, Sendable {
    case whole
    /// The connection ends in the middle of the body, or before the head if there is no body.
    case cut
    /// The body comes in pieces of so many bytes, with a pause before each; without a body, one pause before the head.
    case dripping(bytes: Int, pause: Duration)
    /// The connection is reset and nothing is answered.
    case reset
  }

  init(status: Int, body: [UInt8] = [], contentType: String = "application/json") {
    self.status = status
    self.body = body
    self.contentType = contentType
  }

  init(_ refusal: StoreRefusal) {
    self.init(status: refusal.status, body: refusal.body)
  }

  /// A web page where JSON is expected, as gateways send it.
  init(htmlWithStatus status: Int) {
    let page = """
      <!DOCTYPE html>
      <html><head><title>\(status)</title></head>
      <body><h1>\(status)</h1><p>This page was sent by a gateway.</p></body></html>

      """
    self.init(status: status, body: Array(page.utf8), contentType: "text/html")
  }

  /// The status that the log shows: none when nothing is answered.
  var loggedStatus: Int? { delivery == .reset ? nil : status }
}
