import NIOHTTP1
import Synchronization

/// How a code host answers.
protocol HostRules: Sendable {
  /// Checks a request, and does what it asks for.
  func answer(_ call: inout HostCall, _ state: inout HostState) throws(HostRefusal) -> HostAnswer
}

/// GitHub or GitLab with one repository, on a free port of 127.0.0.1.
///
/// It checks every request against the hosts' references, and records in ``violations`` what a request breaks.
package final class CodeHostServer: Sendable {
  package enum Host: String, CaseIterable, Sendable {
    case gitHub = "GitHub"
    case gitLab = "GitLab"

    /// The author of what jobs write.
    package var bot: String { self == .gitHub ? GitHubServer.bot : GitLabServer.bot }

  }

  package let host: Host
  private let rules: any HostRules
  private let state: Mutex<HostState>
  private let port = Atomic(0)

  fileprivate init(_ host: Host, files: [String: String]) {
    self.host = host
    rules = host == .gitHub ? GitHubServer() : GitLabServer()
    var state = HostState()
    state.branches[HostState.main] = state.addCommit(files, parents: [])
    self.state = Mutex(state)
  }

  fileprivate func start(on port: Int) { self.port.store(port, ordering: .releasing) }

  /// What `GITHUB_API_URL` or `CI_API_V4_URL` holds.
  package var api: String {
    "http://127.0.0.1:\(port.load(ordering: .acquiring))" + (host == .gitHub ? "" : "/api/v4")
  }

  /// What requests broke, in order.
  package var violations: [String] { state.withLock(\.violations) }
  package var requests: [HostState.Request] { state.withLock(\.requests) }
  package var statuses: [HostState.Status] { state.withLock(\.statuses) }
  package var issues: [HostState.Issue] { state.withLock(\.issues) }

  /// The last commit of the main branch.
  package var tip: String { state.withLock { $0.branches[HostState.main] ?? "" } }

  /// The comments of a request, without the host's own.
  package func comments(of request: Int) -> [HostState.Note] {
    state.withLock { state in state.notes.filter { $0.request == request && !$0.isSystem } }
  }

  package func files(of commit: String) -> [String: String] { state.withLock { $0.commits[commit]?.files ?? [:] } }

  /// Changes what the host stores, as a person does on its pages.
  package func edit<Result: Sendable>(_ body: (inout HostState) -> Result) -> Result { state.withLock { body(&$0) } }

  package func setFaults(_ faults: HostFault...) { state.withLock { $0.faults = faults } }

  /// Asks the server without a connection, and returns the status and the body of its answer.
  package func ask(_ method: String, _ target: String, _ headers: [String: String], body: HostJSON? = nil) -> (Int, String) {
    let head = HTTPRequestHead(
      version: .http1_1,
      method: HTTPMethod(rawValue: method),
      uri: target,
      headers: HTTPHeaders(headers.map { ($0.key, $0.value) })
    )
    let bytes = body.map { Array($0.document.utf8) } ?? []
    guard case .status(let status, let text, _) = answer(RecordedRequest(head, body: bytes, inFlight: 1)) else { return (0, "") }
    return (status, text)
  }

  fileprivate func answer(_ request: RecordedRequest) -> ScriptedAnswer {
    state.withLock { state in
      var call = HostCall(request)
      // A request that gets a fault is checked too, but changes nothing.
      var next = state
      var answer: HostAnswer
      do throws(HostRefusal) {
        answer = try rules.answer(&call, &next)
      } catch {
        answer = error.answer
        if error.isViolation { call.complain("answered with \(error.answer.status): \(error.answer.body.document)") }
      }
      let violations = state.violations + call.violations.map { "\(call.method) \(request.target): \($0)" }
      if let index = state.faults.firstIndex(where: { $0.hits(call) }) {
        state.faults[index].remaining -= 1
        next.faults = state.faults
        switch state.faults[index].kind {
        case .answer(let status, let body, let headers):
          state.violations = violations
          return .json(body, status: status, headers: headers)
        case .closed:
          state.violations = violations
          return .hangUp
        case .lostAnswer:
          state = next
          state.violations = violations
          return .hangUp
        }
      }
      state = next
      state.violations = violations
      return .json(answer.body.document, status: answer.status, headers: answer.headers)
    }
  }
}

/// Runs the body with a code host whose main branch has these files.
///
/// - Parameters:
///   - host: Which one.
///   - files: The text of each file, by its path.
///   - body: The test.
/// - Throws: Whatever the body throws, or what starting the server runs into.
package func withCodeHost(
  _ host: CodeHostServer.Host,
  files: [String: String] = [:],
  _ body: @Sendable (CodeHostServer) async throws -> Void
) async throws {
  let server = CodeHostServer(host, files: files)
  try await withScriptedServer {
    server.answer($0)
  } _: { scripted in
    server.start(on: scripted.port)
    try await body(server)
  }
}
