package import Diagnostics
import HTTPExchange

/// How to reach a code host from a CI job.
package struct CodeHostSettings: Sendable {
  /// The hosts by the names that options take.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case github
    case gitlab
  }

  private let kind: Kind
  private let api: ServerAddress
  private let token: Secret
  private let job: JobVariables
  private let network: NetworkSettings
  private let userAgent: String

  /// Reads the variables of the job; `token` reads a token from a variable.
  ///
  /// Throws `DiagnosticsError` with all problems of the environment at once.
  package init(
    _ kind: Kind,
    _ environment: [String: String],
    userAgent: String,
    token: (_ variable: String) throws -> Secret
  ) throws {
    var problems = DiagnosticList()
    let variables = EnvironmentVariables(environment)
    let needed = kind == .github ? GitHub.variables : GitLab.variables
    let missing = needed.filter { variables[$0] == nil }
    if !missing.isEmpty { problems.append(Self.missing(missing, kind)) }
    let (variable, standard) =
      kind == .github ? ("GITHUB_API_URL", GitHub.address) : ("CI_API_V4_URL", "https://gitlab.com/api/v4")
    let api = try? ServerAddress(variables[variable] ?? standard)
    if api == nil { problems.append(Self.badAddress(variable)) }
    var secret: Secret?
    do {
      secret = try token(kind == .github ? "GITHUB_TOKEN" : "GITLAB_TOKEN")
    } catch {
      problems += Diagnostic.describing(error)
    }
    guard problems.isEmpty, let api, let secret else { throw DiagnosticsError(diagnostics: problems) }
    self.kind = kind
    self.api = api
    self.token = secret
    job = JobVariables(values: variables)
    network = NetworkSettings(environment)
    self.userAgent = userAgent
  }

  /// Runs the body with the code host, and closes all connections afterwards.
  package func withCodeHost<Result: Sendable>(
    _ patience: CodeHostPatience,
    _ body: (CodeHost) async throws -> sending Result
  ) async throws -> Result {
    try await HTTPExchanger.withExchanger(network: network) { exchanger in
      let (name, headers) =
        kind == .github
        ? (GitHub.name, GitHub.headers(token, userAgent: userAgent)) : (GitLab.name, GitLab.headers(token, userAgent: userAgent))
      let connection = CodeHostConnection(host: name, api: api, headers: headers, exchanger: exchanger, patience: patience)
      let api: any CodeHostAPI =
        kind == .github ? GitHub(connection: connection, job: job) : GitLab(connection: connection, job: job)
      return try await body(CodeHost(api: api))
    }
  }

  private static func missing(_ variables: [String], _ kind: Kind) -> Diagnostic {
    let job = kind == .github ? "a GitHub Actions job" : "a GitLab CI job"
    return Diagnostic(
      (
        "not-a-ci-job", "this is not \(job): \(variables.joined(separator: ", ")) not set",
        "`\(kind.rawValue)` works only in \(job), which sets these variables. If you start a container in the job, pass them to it."
      )
    )
  }

  private static func badAddress(_ variable: String) -> Diagnostic {
    Diagnostic(
      (
        "bad-code-host-address", "\(variable) is not a valid address",
        "It takes an https address without user and password; plain http only for this machine."
      )
    )
  }
}

/// The variables of a CI job.
struct JobVariables: Sendable {
  let values: EnvironmentVariables

  /// The author whose notes and statuses count, if the environment names one.
  var publisher: String? { values["SEGPLAN_PUBLISHER"] }

  /// The value of a variable that the settings have checked.
  subscript(_ name: String) -> String { values[name] ?? "" }

  func notABranch(_ ref: String) -> DiagnosticsError {
    DiagnosticsError(diagnostics: [
      Diagnostic(
        (
          "not-a-branch", "this job runs for \(ref), which is not a branch",
          "segapply needs the commit of a branch. Run it in a job that starts after a merge."
        )
      )
    ])
  }
}
