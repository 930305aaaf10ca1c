import Diagnostics
import FileAccess
import HTTPExchange
import Logging
import Reconciliation
import Reporting
import StateStorage
import StoreClient

/// The store and the state of a command, from options and environment.
struct StoreConnection: Sendable {
  let settings: StoreClientSettings
  /// What the state calls the store.
  private let store: String
  private let stateLocation: StateLocation
  private let stateConnection: StateConnection
  private let identity: RunIdentity

  /// Reads options and environment.
  ///
  /// `manifests` are the paths where a state may be; `nil` for a command that needs no state. `onEvent` is called for
  /// pauses and retries; the console shows them by default.
  ///
  /// - Throws: `DiagnosticsError` with all problems of the environment at once.
  init(
    _ options: ConnectionOptions,
    _ context: CommandContext,
    manifests: [String]?,
    onEvent: (@Sendable (StoreClientEvent) -> Void)? = nil
  ) throws {
    var problems = DiagnosticList()
    func collectingProblems<Value>(_ body: () throws -> Value) -> Value? {
      do {
        return try body()
      } catch {
        problems.append(contentsOf: Diagnostic.describing(error))
        return nil
      }
    }
    let address = collectingProblems { try StoreEnvironment.address(context.environment) }
    let token = collectingProblems { try StoreEnvironment.token.read(context.environment) }
    let location = collectingProblems { try options.state.location(context, manifests: manifests) }
    let patience = collectingProblems { try options.patience(context.environment) }
    guard !problems.hasErrors, let address, let token, let location, let patience else {
      throw DiagnosticsError(diagnostics: problems.sorted)
    }
    var settings = StoreClientSettings(
      address: address,
      token: token,
      parallelism: options.parallelism,
      retries: RetryPolicy(budget: patience),
      correlationID: context.identity.id,
      userAgent: "segplan/\(ToolVersion.current)",
      logger: context.logger
    )
    settings.quotaShare = options.quotaShare
    settings.maximumRequests = options.maxRequests
    settings.network = context.network
    settings.onEvent = onEvent ?? ProgressView(console: context.console).report
    self.settings = settings
    identity = context.identity
    store = address.identity
    stateLocation = location
    stateConnection = context.stateConnection(options.state, patience: patience)
  }

  /// Runs the body with the store and the state, and closes all connections afterwards.
  func withReconciler<Result: Sendable>(_ body: (Reconciler) async throws -> sending Result) async throws -> Result {
    try await StoreClient.withStoreClient(settings) { client in
      try await StateStore.withBackend(at: stateLocation, stateConnection) { backend in
        try await body(Reconciler(identity, client: client, state: StateStore(backend: backend, store: store)))
      }
    }
  }
}

/// What the environment says about the store.
enum StoreEnvironment {
  private static let storeHash = "BIGCOMMERCE_STORE_HASH"
  static let token = EnvironmentSecret(
    "BIGCOMMERCE_ACCESS_TOKEN",
    "Set one of them to the access token of an API account with the scope Customers: modify, or to a file with the token."
  )
  private static let apiURL = "SEGPLAN_API_URL"

  static func address(_ environment: [String: String]) throws -> StoreAddress {
    let variables = EnvironmentVariables(environment)
    guard let hash = variables[storeHash] else {
      throw DiagnosticsError(
        code: "store-hash-missing",
        "\(storeHash) is not set",
        detail: "It names the store: the part after `stores/` in the API path of an API account."
      )
    }
    return try StoreAddress(apiURL: variables[apiURL] ?? StoreAddress.vendorURL, storeHash: hash)
  }

  /// The name of the store in reports; `unknown` if the environment does not name one.
  static func store(_ environment: [String: String]) -> String { (try? address(environment))?.identity ?? "unknown" }
}

extension DiagnosticsError {
  /// A single error.
  init(code: String, _ summary: String, detail: String? = nil, range: SourceRange? = nil, suggestion: String? = nil) {
    self.init(diagnostics: [
      Diagnostic(.error, code: code, summary: summary, detail: detail, range: range, suggestion: suggestion)
    ])
  }
}

extension StoreClientEvent {
  /// Shorter pauses are not shown.
  private static let minimumPause = Duration.seconds(2)

  /// Why nothing happens for a while, in one line; `nil` if it is over too soon to matter.
  var words: String? {
    switch self {
    case .quotaUsedUp(let pause) where pause >= Self.minimumPause:
      "Our share of the store's request quota is used up; continuing in \(Self.seconds(pause)) s."
    case .pausedByStore(let pause) where pause >= Self.minimumPause:
      "The store asks for a pause; continuing in \(Self.seconds(pause)) s."
    case .retrying(let error, let pause) where pause >= Self.minimumPause:
      "Retrying in \(Self.seconds(pause)) s: \(error.diagnostics.first?.summary ?? "a request failed")."
    case .forecast(let forecast):
      "This needs about \(Quantity.of(forecast.requests, "request")), about \(Quantity.duration(forecast.time))"
        + (forecast.byCounts.map { "; --refresh counts would need \(Quantity.number($0))." } ?? ".")
    case .quotaUsedUp, .pausedByStore, .retrying, .reading:
      nil
    }
  }

  /// Rounded up, so that the pause never takes longer than the line says.
  private static func seconds(_ pause: Duration) -> Int64 {
    pause.components.seconds + (pause.components.attoseconds > 0 ? 1 : 0)
  }
}
