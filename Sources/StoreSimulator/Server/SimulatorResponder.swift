import HTTPTypes
import Hummingbird
import Logging
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
    if path.hasPrefix("/_sim/") {
      return Self.response(ControlEndpoints.answer(method: request.method.rawValue, path: path, simulator))
    }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Self.largestBody)
    } catch is NIOTooManyBytesError {
      return Self.response(StoreAnswer(.bodyTooLarge(limit: Self.largestBody)))
    }
    let (ticket, answer) = try await simulator.answer(
      StoreRequest(
        method: request.method.rawValue,
        path: path,
        query: request.uri.query ?? "",
        token: Self.token.flatMap { request.headers[$0] },
        contentType: request.headers[.contentType],
        body: Array(body.readableBytesView)
      )
    )
    // Before the first byte goes out: a client that has its answer may send the next request at once.
    simulator.leave(ticket)
    return Self.response(answer)
  }

  private static let token = HTTPField.Name("X-Auth-Token")

  private static func response(_ answer: StoreAnswer) -> Response {
    var headers = HTTPFields()
    if !answer.body.isEmpty { headers[.contentType] = "application/json" }
    return Response(
      status: HTTPResponse.Status(code: answer.status),
      headers: headers,
      body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
    )
  }
}
