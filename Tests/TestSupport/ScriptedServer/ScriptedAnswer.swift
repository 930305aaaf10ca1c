import NIOCore
import NIOHTTP1

/// What the scripted server does with a request.
package enum ScriptedAnswer: Sendable {
  typealias Part = HTTPPart<HTTPResponseHead, ByteBuffer>

  /// Answers properly.
  case status(Int, body: String = "", headers: [String: String] = [:])
  /// Sends a head that promises `length` bytes, then the text, then closes the connection.
  case cutOff(Int, body: String, length: Int)
  /// Sends the head and this body in chunks, without saying how long it is going to be.
  case chunked(Int, chunk: [UInt8], times: Int)
  /// Sends the head and the first byte of a body, calls back, and says nothing more as long as the connection lives.
  case drip(started: @Sendable () -> Void)
  /// Calls back and says nothing at all.
  case silence(started: @Sendable () -> Void)
  /// Sends these bytes as they are, then closes the connection.
  case raw([UInt8])
  /// Closes the connection without a word.
  case hangUp

  /// 200 with this JSON.
  package static func json(_ body: String, status: Int = 200, headers: [String: String] = [:]) -> ScriptedAnswer {
    .status(status, body: body, headers: headers.merging(["Content-Type": "application/json"]) { old, _ in old })
  }

  /// Does it.
  ///
  /// - Throws: What writing to a connection runs into that the client has left.
  func write(to channel: any Channel) async throws {
    switch self {
    case .status(let status, let body, let headers):
      let length = status == 204 ? [] : [("Content-Length", "\(body.utf8.count)")]
      try await channel.writeAndFlush(head(status, length + headers.map { ($0.key, $0.value) }))
      if !body.isEmpty { try await channel.writeAndFlush(Part.body(ByteBuffer(string: body))) }
      try await channel.writeAndFlush(Part.end(nil))
    case .cutOff(let status, let body, let length):
      try await channel.writeAndFlush(head(status, [("Content-Length", "\(length)")]))
      try await channel.writeAndFlush(Part.body(ByteBuffer(string: body)))
      try await channel.close()
    case .chunked(let status, let chunk, let times):
      try await channel.writeAndFlush(head(status, [("Transfer-Encoding", "chunked")]))
      for _ in 0..<times { try await channel.writeAndFlush(Part.body(ByteBuffer(bytes: chunk))) }
      try await channel.writeAndFlush(Part.end(nil))
    case .drip(let started):
      try await channel.writeAndFlush(head(200, [("Content-Length", "1000")]))
      try await channel.writeAndFlush(Part.body(ByteBuffer(string: "{")))
      started()
    case .silence(let started):
      started()
    case .raw(let bytes):
      // Below the encoder, which would not send what HTTP does not allow.
      let encoder = try await channel.pipeline.context(handlerType: HTTPResponseEncoder.self).map {
        NIOLoopBound($0, eventLoop: $0.eventLoop)
      }.get()
      try await channel.eventLoop.flatSubmit {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        encoder.value.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: promise)
        return promise.futureResult
      }.get()
      try await channel.close()
    case .hangUp:
      try await channel.close()
    }
  }

  private func head(_ status: Int, _ headers: [(String, String)]) -> Part {
    .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: HTTPHeaders(headers)))
  }
}
