import Diagnostics
import FoundationEssentials
import Synchronization
import TestSupport

@testable import CodeHost

/// A job of a pipeline whose code host is a scripted server.
struct CodeHostFixture: Sendable {
  static let id = "p-" + String(repeating: "ab", count: 32)

  let kind: CodeHostSettings.Kind
  var variables: [String: String]

  /// A job for the branch `main` on GitHub.
  static let gitHub = CodeHostFixture(
    kind: .github,
    variables: [
      "GITHUB_REPOSITORY": "shop/segments", "GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": "/dev/null",
      "GITHUB_SHA": "aa", "GITHUB_REF": "refs/heads/main",
    ]
  )

  /// A job for the branch `main` on GitLab.
  static let gitLab = CodeHostFixture(
    kind: .gitlab,
    variables: [
      "CI_PROJECT_ID": "7", "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_SHA": "aa", "CI_COMMIT_BRANCH": "main",
      "SEGPLAN_PUBLISHER": "bot",
    ]
  )

  /// The same job with other variables.
  func with(_ changes: [String: String]) -> CodeHostFixture {
    var copy = self
    copy.variables.merge(changes) { $1 }
    return copy
  }

  /// The same job on GitHub, for an event.
  func event(_ name: String, _ payload: String, in folder: String) throws -> CodeHostFixture {
    let path = "\(folder)/event.json"
    try Data(payload.utf8).write(to: URL(filePath: path))
    return with(["GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": path])
  }

  /// Runs the body with a code host that answers by the script; pauses take no time and are returned in seconds.
  @discardableResult
  func run(
    _ script: @escaping ScriptedServer.Script,
    _ body: @escaping @Sendable (CodeHost, ScriptedServer) async throws -> Void
  ) async throws -> [Int] {
    let pauses = Mutex<[Int]>([])
    try await withScriptedServer(script) { server in
      let patience = CodeHostPatience(isHurried: false) { pause, _ in
        pauses.withLock { $0.append(Int(pause.components.seconds)) }
      }
      try await settings(at: server.address).withCodeHost(patience) { try await body($0, server) }
    }
    return pauses.withLock(\.self)
  }

  /// What the body finds at a code host that answers by the script; nothing is tried twice.
  func result<Result: Sendable>(
    _ script: @escaping ScriptedServer.Script = { _ in .json("[]") },
    _ body: @escaping @Sendable (CodeHost) async throws -> Result
  ) async throws -> Result {
    try await withScriptedServer(script) { server in
      try await settings(at: server.address).withCodeHost(CodeHostPatience(isHurried: true) { _, _ in }) { try await body($0) }
    }
  }

  private func settings(at address: String) throws -> CodeHostSettings {
    let variables = variables.merging(["GITHUB_API_URL": address, "CI_API_V4_URL": "\(address)/api/v4"]) { $1 }
    return try CodeHostSettings(kind, variables, userAgent: "segplan/test") { _ in Secret("t0ken") }
  }
}
