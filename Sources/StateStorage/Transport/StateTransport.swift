import Crypto
import FoundationEssentials
import HTTPExchange
import Logging

/// Sends requests to the server of a state, whichever protocol they belong to.
struct StateTransport: Sendable {
  /// The largest answer that is read, in bytes: twice a state of ten million members.
  private static let maximumBody = 512 << 20

  let exchanger: HTTPExchanger
  let connection: StateConnection
  /// The location as messages show it.
  private(set) var location: String

  /// The same connection for another place.
  func at(_ location: String) -> StateTransport {
    var transport = self
    transport.location = location
    return transport
  }

  /// Sends a request, and sends it again if another attempt may succeed.
  ///
  /// Only for requests that may be carried out twice.
  ///
  /// - Returns: The answer, whatever its status, and the number of attempts.
  /// - Throws: ``StateServerError``; `CancellationError`.
  func sendRepeatedly(_ request: () async throws -> StateRequest) async throws -> (response: StateResponse, attempts: Int) {
    var attempt = 1
    while true {
      do {
        let response = try await send(try await request())
        guard response.isTransientFailure, try await connection.waits(after: attempt, stated: response.retryAfter) else {
          return (response, attempt)
        }
      } catch let error as StateServerError where error.isTransient {
        guard try await connection.waits(after: attempt) else { throw error }
      }
      attempt += 1
    }
  }

  /// Sends a request once, and returns the answer, whatever its status.
  ///
  /// - Throws: ``StateServerError`` without an answer, or for a web page that claims success; `CancellationError`.
  func send(_ request: StateRequest) async throws -> StateResponse {
    let headers = request.headers + [(name: "User-Agent", value: connection.userAgent)]
    let answer: HTTPAnswer
    do {
      answer = try await exchanger.answer(
        to: HTTPCall(request.method, request.url, headers: headers, body: request.body),
        deadline: request.deadline ?? connection.requestDeadline,
        maximumBody: Self.maximumBody
      )
    } catch let failure as HTTPFailure {
      throw StateServerError(location, request, .noAnswer(failure))
    }
    connection.logger.debug(
      "answer of the state's server",
      metadata: ["method": "\(request.method)", "url": "\(request.shownURL)", "status": "\(answer.status)"]
    )
    let response = StateResponse(request: request, answer: answer)
    if (200..<300).contains(answer.status), let title = response.webPage {
      throw StateServerError(location, response, .webPage(title: title))
    }
    return response
  }
}

/// A request to the server of a state.
struct StateRequest: Sendable {
  let method: String
  /// The whole address, including its query.
  let url: String
  /// The address as errors and logs may show it.
  let shownURL: String
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]?
  /// `nil` for the deadline of the connection.
  var deadline: Duration?
  /// The parts of this request that no message may show: passwords, keys, tokens.
  var secrets: [String] = []
}

/// The value of the header `Content-MD5` (RFC 1864).
func contentMD5(of bytes: [UInt8]) -> String { Data(Insecure.MD5.hash(data: bytes)).base64EncodedString() }
