import HTTPTypes
import Hummingbird
import NIOCore

/// An answer, and how it is sent.
struct StoreAnswer: Sendable {
  let status: Int
  /// Without the type and the length of the body, which are added.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []
  var contentType = "application/json"
  var delivery = Delivery.whole

  /// How an answer is sent.
  enum Delivery: Hashable, Sendable {
    case whole
    /// The connection ends in the middle of the body, or before the head if the answer has no body.
    case cut
    /// The body comes in pieces of this size, with a pause before each; an answer without a body has one pause.
    case dripping(bytes: Int, pause: Duration)
    /// The connection is reset instead of an answer.
    case reset
  }

  /// The status that the log shows; `nil` when no answer is sent.
  var loggedStatus: Int? { delivery == .reset ? nil : status }
}

extension StoreAnswer {
  init(_ refusal: StoreRefusal) {
    self.init(status: refusal.status, body: refusal.body)
  }

  /// A web page instead of JSON, as gateways send it.
  init(htmlWithStatus status: Int) {
    let page = """
      <!DOCTYPE html>
      <html><head><title>\(status)</title></head>
      <body><h1>\(status)</h1><p>This page was sent by a gateway.</p></body></html>

      """
    self.init(status: status, body: Array(page.utf8), contentType: "text/html")
  }

  /// The response for Hummingbird to send.
  ///
  /// `onLastPiece` is called before the last byte is sent: a client that has its answer may send the next request at once.
  ///
  /// - Throws: ``ConnectionGivenUp`` when there is nothing to send.
  func response(
    on channel: any Channel,
    clock: SimulatorClock,
    onLastPiece: @escaping @Sendable () -> Void
  ) async throws -> Response {
    if case .dripping(let size, let pause) = delivery, !body.isEmpty {
      return response(
        ResponseBody(contentLength: body.count) { writer in
          var rest = body[...]
          while !rest.isEmpty {
            try await clock.holdUp(for: pause)
            if rest.count <= size { onLastPiece() }
            try await writer.write(ByteBuffer(bytes: rest.prefix(size)))
            rest = rest.dropFirst(size)
          }
          try await writer.finish(nil)
        }
      )
    }
    if case .dripping(_, let pause) = delivery { try await clock.holdUp(for: pause) }
    onLastPiece()
    switch delivery {
    case .whole, .dripping: return response(ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    case .cut where !body.isEmpty:
      return response(
        ResponseBody(contentLength: body.count) { writer in
          try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
          throw ConnectionGivenUp()
        }
      )
    case .cut: try await channel.close()
    case .reset: try await channel.reset()
    }
    throw ConnectionGivenUp()
  }

  private func response(_ responseBody: ResponseBody) -> Response {
    var fields = HTTPFields()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    if !body.isEmpty { fields[.contentType] = contentType }
    return Response(
      status: HTTPResponse.Status(code: status),
      headers: fields,
      body: body.isEmpty ? ResponseBody() : responseBody
    )
  }
}

/// The connection was ended on purpose.
struct ConnectionGivenUp: Error {}
