import HTTPTypes
import Hummingbird
import NIOCore

/// The connection that a request came on.
struct ConnectionContext: InitializableFromSource, Sendable {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Turns HTTP requests into requests to the simulator, and its answers into responses.
struct SimulatorResponder: HTTPResponder {
  /// In bytes; more than any request of the API needs: 50 ids take 2 KB.
  private static let maximumBodySize = 1 << 20

  let simulator: Simulator

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    let channel = context.channel
    let clock = simulator.settings.clock
    let (method, path) = (request.method.rawValue, request.uri.path)
    let body: [UInt8]
    do {
      body = Array(try await request.body.collect(upTo: Self.maximumBodySize).readableBytesView)
    } catch is NIOTooManyBytesError {
      let answer = StoreAnswer(.bodyTooLarge(limit: Self.maximumBodySize))
      return try await answer.response(on: channel, clock: clock) {}
    }
    if path.hasPrefix("/_sim/") {
      let answer = ControlEndpoints.answer(method: method, path: path, body: body, simulator)
      return try await answer.response(on: channel, clock: clock) {}
    }
    let connection = ObjectIdentifier(channel)
    let (ticket, answer) = try await simulator.answer(
      ReceivedRequest(
        method: method,
        path: path,
        query: request.uri.query ?? "",
        token: HTTPField.Name("X-Auth-Token").flatMap { request.headers[$0] },
        contentType: request.headers[.contentType],
        body: body
      ),
      on: connection
    )
    return try await answer.response(on: channel, clock: clock) { simulator.leave(ticket, from: connection) }
  }
}

/// A request to the store.
struct ReceivedRequest: Sendable {
  /// In capitals.
  let method: String
  /// As it was sent, without the query.
  let path: String
  /// As it was sent, without the question mark; empty when there is no query.
  let query: String
  /// `X-Auth-Token`.
  let token: String?
  /// `Content-Type`.
  let contentType: String?
  let body: [UInt8]

  /// The length of path and query, including the question mark between them.
  var addressBytes: Int { path.utf8.count + (query.isEmpty ? 0 : 1 + query.utf8.count) }
}
