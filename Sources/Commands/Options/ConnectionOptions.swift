import ArgumentParser
import Diagnostics
import FileAccess
import HTTPExchange
import Reconciliation
import StateStorage
import StoreClient

/// Where the state is, and how to use the store.
struct ConnectionOptions: ParsableArguments {
  private static let patienceVariable = "SEGPLAN_PATIENCE"

  @OptionGroup var state: StateOptions

  @Option(help: .value("n", "Maximum number of requests in flight, 1 to 10. The vendor allows 10 per store."))
  var parallelism = 10

  @Option(help: .value("percent", "Percent of the store's request quota to use, 1 to 100. The rest is for other apps."))
  var quotaShare = StoreClientSettings.standardQuotaShare

  @Option(
    help: .value(
      "time",
      "How long to retry a request while the store answers 429 or has an outage. (default: SEGPLAN_PATIENCE, else 5m)"
    )
  )
  var patience: TimeSpan?

  @Option(help: .value("n", "Stop before the run sends more requests to the store than this."))
  var maxRequests: Int?

  /// `--patience`, else the variable, else 5 minutes.
  ///
  /// - Throws: `DiagnosticsError` for a variable that is not a time.
  func patience(_ environment: [String: String]) throws -> Duration {
    if let patience { return patience.duration }
    guard let text = EnvironmentVariables(environment)[Self.patienceVariable] else { return .seconds(300) }
    if let time = TimeSpan(argument: text) { return time.duration }
    throw DiagnosticsError(
      code: "bad-patience",
      "\(Self.patienceVariable) is not a valid time; its value is not shown, because it may be a secret",
      detail: "Set it to a number with a unit, such as 30s, 5m or 1h."
    )
  }

  func validate() throws {
    guard (1...10).contains(parallelism) else {
      throw ValidationError("--parallelism takes a number from 1 to 10, the vendor's limit of requests in flight.")
    }
    if let maxRequests, maxRequests < 1 { throw ValidationError("--max-requests must be 1 or more.") }
    guard (1...100).contains(quotaShare) else {
      throw ValidationError("--quota-share takes a number from 1 to 100: percent of the store's request quota.")
    }
  }
}

/// Where the state is.
struct StateOptions: ParsableArguments {
  private static let environmentVariable = "SEGPLAN_STATE"
  private static let standardLocation = "segplan.state.json"

  @Option(
    help: .value(
      "url",
      """
      Where the state is: a file, https://… of a server with Terraform's HTTP state protocol (such as GitLab), or \
      s3://bucket/key?region=…&endpoint=…&path_style=…. (default: SEGPLAN_STATE, else segplan.state.json)
      """
    )
  )
  var state: String?

  @Option(
    help: .value(
      "folder",
      """
      Where an apply keeps its journal, and a state that it could not write, if the state is on a server. With a local state they are beside \
      it. (default: SEGPLAN_JOURNAL_DIR, else the working folder)
      """
    ),
    completion: .directory
  )
  var journalDir: String?

  /// The place of the state: the one that is named by the option or the environment, else the standard one.
  ///
  /// `manifests` are the paths of the manifests; `nil` for a command that needs no state.
  ///
  /// - Throws: `StateLocationError`, also if the standard place has no state, but a folder of the manifests or a folder
  ///   above has one.
  func location(_ context: CommandContext, manifests: [String]? = []) throws -> StateLocation {
    let named = state ?? EnvironmentVariables(context.environment)[Self.environmentVariable]
    let standard = Self.standardLocation
    if let manifests, named == nil, (try? FileAccess.isThere(standard)) == false {
      let found = Self.states(near: manifests)
      if !found.isEmpty { throw StateLocationError.elsewhere(standard: standard, found: found) }
    }
    return try StateLocation(named ?? standard, environment: context.environment)
  }

  /// Runs the body with the backend of the state, or of another place with the same options.
  func withBackend<Result: Sendable>(
    at other: StateLocation? = nil,
    _ context: CommandContext,
    _ body: (any StateBackend) async throws -> sending Result
  ) async throws -> Result {
    try await StateStore.withBackend(at: other ?? location(context), context.stateConnection(self), body)
  }

  /// Every state with the standard name in a folder of the manifests, in the working folder, or in a folder above them.
  private static func states(near manifests: [String]) -> [String] {
    // Problems of the paths are reported when the manifests are read.
    let folders = ((try? WorkspaceMatrix.workspaces(manifests)) ?? []) + ["."]
    var found: Set<String> = []
    for folder in folders {
      guard var folder = try? FileAccess.realPath(of: folder) else { continue }
      while true {
        let path = FileAccess.join(folder, standardLocation)
        if (try? FileAccess.kind(of: path)) == .file { found.insert(path) }
        let parent = FileAccess.folder(of: folder)
        if parent == folder { break }
        folder = parent
      }
    }
    return found.sorted()
  }
}

/// How long to wait for the lock.
struct LockOptions: ParsableArguments {
  @Option(help: .value("time", "How long to wait while another run holds the lock: 30s, 10m, 1h, or 0 not to wait."))
  var lockTimeout = TimeSpan(.seconds(30), text: "30s")
}
