import FoundationEssentials
import TestSupport
import Testing

/// The server that other tests rest on, held against the requests and answers of the protocol's documentation.
struct StateServerTests {
  private static let first = """
    {"Created":"2026-04-01T08:00:00Z","ID":"one","Info":"","Operation":"OperationTypeApply","Path":"","Version":"1.9.0","Who":"ada@laptop"}
    """
  private static let second = """
    {"Created":"2026-04-01T09:00:00Z","ID":"two","Info":"","Operation":"OperationTypePlan","Path":"","Version":"1.8.0","Who":"grace@ci"}
    """

  /// A request and what the documentation has as its answer.
  struct Exchange: Sendable {
    let method: String
    let path: String
    var id: String?
    var body = ""
    let status: Int
    var answer: String?
  }

  private static func play(_ exchanges: [Exchange], _ places: StateServerPlaces) {
    var places = places
    for exchange in exchanges {
      let answer = places.answer(
        exchange.method,
        path: exchange.path,
        id: exchange.id,
        authorization: nil,
        body: Array(exchange.body.utf8)
      )
      let comment: Comment = "\(exchange.method) \(exchange.path)"
      #expect(answer.status == exchange.status, comment)
      if let text = exchange.answer { #expect(String(decoding: answer.body, as: UTF8.self) == text, comment) }
    }
  }

  @Test func `The server behaves as in Terraform's documentation`() {
    Self.play(
      [
        Exchange(method: "GET", path: "/s", status: 404),
        Exchange(method: "LOCK", path: "/s", body: Self.first, status: 200),
        // "423: Locked or 409: Conflict with the holding lock info when it's already taken"
        Exchange(method: "LOCK", path: "/s", body: Self.second, status: 423, answer: Self.first),
        // "the ID of the held lock info will be added as a query parameter"
        Exchange(method: "POST", path: "/s", id: "one", body: "{}", status: 200),
        Exchange(method: "POST", path: "/s", id: "two", body: "{}", status: 423, answer: Self.first),
        Exchange(method: "GET", path: "/s", status: 200, answer: "{}"),
        Exchange(method: "UNLOCK", path: "/s", body: Self.second, status: 423),
        Exchange(method: "UNLOCK", path: "/s", body: Self.first, status: 200),
        Exchange(method: "LOCK", path: "/s", body: Self.second, status: 200),
        Exchange(method: "PATCH", path: "/s", status: 405),
      ],
      StateServerPlaces(.terraform)
    )
  }

  @Test func `The server behaves like GitLab's`() {
    let state = "/api/v4/projects/42/terraform/state/s"
    let echo = Self.second.replacing("\"two\"", with: "\"one\"").replacing("09:00", with: "08:00")
      .replacing("grace@ci", with: "ada@laptop")
    Self.play(
      [
        Exchange(method: "GET", path: state, status: 404),
        Exchange(method: "POST", path: "\(state)/lock", body: #"{"ID":"one"}"#, status: 400),
        Exchange(method: "POST", path: "\(state)/lock", body: Self.first, status: 200),
        Exchange(method: "GET", path: state, status: 204),
        Exchange(method: "POST", path: "\(state)/lock", body: Self.second, status: 409, answer: echo),
        Exchange(method: "POST", path: state, id: "one", body: #"{"serial":"1"}"#, status: 422),
        Exchange(method: "POST", path: state, id: "one", body: #"{"serial":1}"#, status: 200),
        Exchange(method: "POST", path: state, id: "one", body: #"{"serial":1}"#, status: 422),
        Exchange(method: "POST", path: state, id: "two", body: #"{"serial":2}"#, status: 409),
        Exchange(method: "POST", path: state, id: "one", body: #"{"serial":2,"padding":"1234567890"}"#, status: 413),
        Exchange(method: "GET", path: state, status: 200, answer: #"{"serial":1}"#),
        Exchange(method: "DELETE", path: "\(state)/lock", id: "two", status: 409),
        Exchange(method: "DELETE", path: "\(state)/lock", id: "one", body: Self.first, status: 200),
        Exchange(method: "POST", path: state, id: "one", body: #"{"serial":3}"#, status: 409),
        Exchange(method: "POST", path: state, body: #"{"serial":3}"#, status: 200),
        Exchange(method: "LOCK", path: state, body: Self.second, status: 405),
      ],
      StateServerPlaces(.gitLab, largestState: 24)
    )
  }

  @Test(arguments: [(nil, 401, 401), ("Basic wrong", 401, 401), ("Basic reader", 404, 403), ("Basic writer", 404, 200)])
  func `users`(authorization: String?, get: Int, lock: Int) {
    var places = StateServerPlaces(.terraform, users: ["Basic reader": false, "Basic writer": true])
    #expect(places.answer("GET", path: "/s", id: nil, authorization: authorization, body: []).status == get)
    let body = Array(Self.first.utf8)
    #expect(places.answer("LOCK", path: "/s", id: nil, authorization: authorization, body: body).status == lock)
  }
}
