import HTTPTypes
import Hummingbird
import NIOCore

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

/// Sends an answer on its way, whole or not.
struct AnswerDelivery: Sendable {
  let answer: StoreAnswer
  let channel: any Channel
  let clock: SimulatorClock
  /// Told before the last byte goes out: a client that has its answer may send the next request at once.
  let onLastPiece: @Sendable () -> Void

  /// The answer as Hummingbird is to send it.
  ///
  /// - Throws: ``ConnectionGivenUp`` when there is nothing to send.
  func response() async throws -> Response {
    switch answer.delivery {
    case .whole:
      onLastPiece()
      return head(ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    case .reset:
      onLastPiece()
      try await channel.reset()
      throw ConnectionGivenUp()
    case .cut:
      onLastPiece()
      guard !answer.body.isEmpty else {
        try await channel.close()
        throw ConnectionGivenUp()
      }
      return head(
        ResponseBody(contentLength: answer.body.count) { writer in
          try await writer.write(ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2)))
          throw ConnectionGivenUp()
        }
      )
    case .dripping(let size, let pause):
      guard !answer.body.isEmpty else {
        try await clock.holdUp(for: pause)
        onLastPiece()
        return head(ResponseBody())
      }
      return head(ResponseBody(contentLength: answer.body.count) { try await drip(size, pause, into: $0) })
    }
  }

  private func drip(_ size: Int, _ pause: Duration, into writer: any ResponseBodyWriter) async throws {
    var writer = writer
    var rest = answer.body[...]
    while !rest.isEmpty {
      try await clock.holdUp(for: pause)
      if rest.count <= size { onLastPiece() }
      try await writer.write(ByteBuffer(bytes: rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    onLastPiece()
    try await writer.finish(nil)
  }

  private func head(_ body: ResponseBody) -> Response {
    var headers = HTTPFields()
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    if !answer.body.isEmpty { headers[.contentType] = answer.contentType }
    return Response(
      status: HTTPResponse.Status(code: answer.status),
      headers: headers,
      body: answer.body.isEmpty ? ResponseBody() : body
    )
  }
}

/// The connection was ended on purpose; there is nobody to tell.
struct ConnectionGivenUp: Error {}
