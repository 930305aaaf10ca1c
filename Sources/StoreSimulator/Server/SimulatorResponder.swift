import HTTPTypes
import Hummingbird
import NIOCore

/// What the responder has to know of a request besides the request: its connection.
struct ConnectionContext: InitializableFromSource, Sendable {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Between HTTP and the simulator.
struct SimulatorResponder: HTTPResponder {
  /// More than any request of the API needs: 50 ids take 2 KB.
  private static let largestBody = 1 << 20

  let simulator: Simulator

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let path = request.uri.path
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Self.largestBody)
    } catch is NIOTooManyBytesError {
      let answer = StoreAnswer(.bodyTooLarge(limit: Self.largestBody))
      return try await deliver(answer, on: context.channel) {}
    }
    let bytes = Array(body.readableBytesView)
    if path.hasPrefix("/_sim/") {
      let answer = ControlEndpoints.answer(method: request.method.rawValue, path: path, body: bytes, simulator)
      return try await deliver(answer, on: context.channel) {}
    }
    let connection = ObjectIdentifier(context.channel)
    let (ticket, answer) = try await simulator.answer(
      ReceivedRequest(
        method: request.method.rawValue,
        path: path,
        query: request.uri.query ?? "",
        token: HTTPField.Name("X-Auth-Token").flatMap { request.headers[$0] },
        contentType: request.headers[.contentType],
        body: bytes
      ),
      on: connection
    )
    return try await deliver(answer, on: context.channel) { simulator.leave(ticket, from: connection) }
  }

  private func deliver(
    _ answer: StoreAnswer,
    on channel: any Channel,
    onLastPiece: @escaping @Sendable () -> Void
  ) async throws -> Response {
    let delivery = AnswerDelivery(answer: answer, channel: channel, clock: simulator.settings.clock, onLastPiece: onLastPiece)
    return try await delivery.response()
  }
}

/// A request to the store, complete in memory.
struct ReceivedRequest: Sendable {
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
