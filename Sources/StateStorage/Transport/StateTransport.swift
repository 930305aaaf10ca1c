import HTTPExchange
import Logging

/// Sends requests to the server of a state; knows HTTP and nothing of protocols for states.
struct StateTransport: Sendable {
  /// The largest answer that is read: twice a state of ten million members.
  static let largestBody = 512 << 20

  let exchanger: HTTPExchanger
  let connection: StateConnection
  /// The state, as a person would name it.
  let location: String

  /// Sends a request, and again when another attempt may get through.
  ///
  /// Only for what may be done twice.
  ///
  /// - Returns: The answer, whatever its status, and how many times the request was sent.
  /// - Throws: ``StateServerError``; `CancellationError`.
  func sendRepeatedly(_ request: () async throws -> StateRequest) async throws -> (response: StateResponse, attempts: Int) {
    var attempt = 1
    while true {
      do {
        let response = try await send(try await request())
        guard response.isTransientFailure, try await connection.waits(after: attempt, statedSeconds: response.retryAfter) else {
          return (response, attempt)
        }
      } catch let error as StateServerError where error.isTransient {
        guard try await connection.waits(after: attempt) else { throw error }
      }
      attempt += 1
    }
  }

  /// Sends a request once.
  ///
  /// - Returns: The answer, whatever its status, but never a web page that claims success: no state, lock or key looks like that.
  /// - Throws: ``StateServerError`` without an answer or with such a page; `CancellationError`.
  func send(_ request: StateRequest) async throws -> StateResponse {
    let headers = request.headers + [(name: "User-Agent", value: connection.userAgent)]
    let deadline = request.deadline ?? connection.requestDeadline
    let answer: HTTPAnswer
    do {
      answer = try await exchanger.answer(
        to: HTTPCall(request.method, request.url, headers: headers, body: request.body),
        deadline: deadline,
        largestBody: Self.largestBody
      )
    } catch let failure as HTTPFailure {
      throw StateServerError(location, request, kind(of: failure, deadline))
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

  private func kind(of failure: HTTPFailure, _ deadline: Duration) -> StateServerError.Kind {
    switch failure {
    case .timedOut: .timedOut(seconds: Int(deadline.components.seconds))
    case .tooLarge: .tooLarge(limit: Self.largestBody)
    case .unreachable(let reason): .unreachable(reason: reason)
    case .lasting(let reason, let advice): .cannotConnect(reason: reason, advice: advice)
    }
  }
}
