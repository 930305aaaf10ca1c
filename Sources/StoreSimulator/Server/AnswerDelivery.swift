import HTTPTypes
import Hummingbird
import NIOCore

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
        try await clock.sleep(for: pause)
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
      try await clock.sleep(for: pause)
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
