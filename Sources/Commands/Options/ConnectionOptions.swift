import ArgumentParser
import Diagnostics
import FileAccess
import HTTPExchange
import Reconciliation
import StateStorage
import StoreClient

/// Where the state is, and how hard to work the store.
struct ConnectionOptions: ParsableArguments {
  static let environmentVariable = "SEGPLAN_STATE"
  static let standardLocation = "segplan.state.json"
  static let patienceVariable = "SEGPLAN_PATIENCE"
  private static let standardPatience = TimeSpan(.seconds(300), text: "5m")

  @OptionGroup package var stateOptions: StateOptions

  @Option(help: ArgumentHelp("Requests in flight at once, 1 to 10. The vendor allows 10 a store.", valueName: "n"))
  var parallelism = 10

  @Option(
    help: ArgumentHelp(
      "Percent of the store's request quota to use, 1 to 100. The rest is left to the store's other apps.",
      valueName: "percent"
    )
  )
  var quotaShare = StoreClientSettings.standardQuotaShare

  @Option(
    help: ArgumentHelp(
      "How long a request waits and tries again while the store answers 429 or is in trouble. (default: SEGPLAN_PATIENCE, else 5m)",
      valueName: "time"
    )
  )
  var patience: TimeSpan?

  @Option(
    name: .customLong("profile-cache"),
    help: ArgumentHelp(
      "Keep in this file which customer has which profile, numbers and ids only, and ask the store for others alone. An apply checks it.",
      valueName: "file"
    ),
    completion: .file()
  )
  var profileCache: String?

  init() {}

  /// `--patience`, else the variable, else 5 minutes.
  ///
  /// - Throws: `DiagnosticsError` for a variable that holds no time.
  func patience(_ environment: [String: String]) throws -> Duration {
    guard patience == nil, let text = EnvironmentVariables(environment)[Self.patienceVariable] else {
      return (patience ?? Self.standardPatience).duration
    }
    guard let time = TimeSpan(argument: text) else {
      throw DiagnosticsError(
        diagnostics: [
          Diagnostic(
            .error,
            code: "bad-patience",
            summary: "\(Self.patienceVariable) does not hold a time; its value is not shown, since it may be a secret",
            detail: "It takes a number with its unit, such as 30s, 5m or 1h."
          )
        ]
      )
    }
    return time.duration
  }

  /// The cache, as something to rely on or just to write.
  func cache(isTrusted: Bool) -> ProfileCache? { profileCache.map { ProfileCache(path: $0, isTrusted: isTrusted) } }

  func validate() throws {
    guard (1...10).contains(parallelism) else {
      throw ValidationError("--parallelism takes a number from 1 to 10, the vendor's limit of requests in flight.")
    }
    guard (1...100).contains(quotaShare) else {
      throw ValidationError("--quota-share takes a number from 1 to 100: percent of the store's request quota.")
    }
  }
}

/// Where the state is.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Where the state is: a file, https://… of a server that speaks Terraform's HTTP state protocol, such as GitLab, or \
      s3://bucket/key?region=…&endpoint=…&path_style=…. (default: SEGPLAN_STATE from the environment, else segplan.state.json)
      """,
      valueName: "url"
    )
  )
  var state: String?

  @Option(
    help: ArgumentHelp(
      """
      Where an apply keeps its journal, and a state that it could not write, if the state is on a server. A local state has them beside it. \
      (default: SEGPLAN_JOURNAL_DIR from the environment, else the working folder)
      """,
      valueName: "folder"
    ),
    completion: .directory
  )
  var journalDir: String?

  init() {}

  /// The place where the state is.
  ///
  /// - Parameters:
  ///   - environment: The process's.
  ///   - manifests: The paths of the manifests; `nil` for a command that needs no state.
  /// - Returns: The place that is named, else the standard one.
  /// - Throws: `StateLocationError`, also when no place is named, no state is at the standard one, and one is in a folder of the manifests or
  ///   in a folder above.
  func location(
    _ environment: [String: String],
    manifests: [String]? = []
  ) throws(StateLocationError) -> StateLocation {
    let named = state ?? EnvironmentVariables(environment)[ConnectionOptions.environmentVariable]
    let standard = ConnectionOptions.standardLocation
    if let manifests, named == nil, (try? FileAccess.isThere(standard)) == false {
      let found = Self.states(near: manifests)
      if !found.isEmpty { throw .elsewhere(standard: standard, found: found) }
    }
    return try StateLocation(named ?? standard, environment: environment)
  }

  /// Every state of the standard name in a folder of the manifests, and in all folders above those and the working folder.
  private static func states(near manifests: [String]) -> [String] {
    // What is wrong with the paths is reported when the manifests are read.
    let folders = ((try? WorkspaceMatrix.workspaces(manifests)) ?? []) + ["."]
    var found: Set<String> = []
    for folder in folders {
      guard var folder = try? FileAccess.realPath(of: folder) else { continue }
      while true {
        let path = FileAccess.join(folder, ConnectionOptions.standardLocation)
        if (try? FileAccess.kind(of: path)) == .file { found.insert(path) }
        let parent = FileAccess.folder(of: folder)
        if parent == folder { break }
        folder = parent
      }
    }
    return found.sorted()
  }
}
