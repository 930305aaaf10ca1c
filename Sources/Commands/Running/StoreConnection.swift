import Diagnostics
import FileAccess
import HTTPExchange
import Logging
import Reconciliation
import StateStorage
import StoreClient

/// The store and the state that a command is about, from options and environment.
struct StoreConnection: Sendable {
  let settings: StoreClientSettings
  /// What the state calls the store.
  let store: String
  private let stateLocation: StateLocation
  private let stateConnection: StateConnection
  private let identity: RunIdentity

  /// - Parameters:
  ///   - options: What the command line says.
  ///   - context: The environment, and whom to tell of long pauses.
  ///   - manifests: The paths of the manifests, beside which a state may lie; `nil` for a command that needs no state.
  ///   - onEvent: Hears of pauses and repetitions; the console tells of them unless somebody else does.
  /// - Throws: `DiagnosticsError` with everything that is missing or wrong in the environment, at once.
  init(
    _ options: ConnectionOptions,
    _ context: CommandContext,
    manifests: [String]?,
    onEvent: (@Sendable (StoreClientEvent) -> Void)? = nil
  ) throws {
    var problems = DiagnosticList()
    let environment = context.environment
    let address = StoreEnvironment.address(environment, problems: &problems)
    let token = StoreEnvironment.token(environment, problems: &problems)
    var location: StateLocation?
    do {
      // Found out before the store is asked, not when everything that was found out is to be kept.
      if let path = options.profileCache { try FileAccess.requireWritable(fileAt: path) }
    } catch {
      problems.append(contentsOf: error.diagnostics)
    }
    do {
      location = try options.stateOptions.location(environment, manifests: manifests)
    } catch {
      problems.append(contentsOf: error.diagnostics)
    }
    try problems.throwIfErrors()
    // Without errors all three are there; the guard is for the compiler.
    guard let address, let token, let location else { throw DiagnosticsError(diagnostics: problems.sorted) }
    let patience = try options.patience(environment)
    settings = StoreClientSettings(
      address: address,
      token: token,
      parallelism: options.parallelism,
      quotaShare: options.quotaShare,
      retries: RetryPolicy(budget: patience),
      network: context.network,
      correlationID: context.identity.id,
      userAgent: "segplan/\(ToolVersion.current)",
      logger: context.logger,
      onEvent: onEvent ?? ProgressView(console: context.console).report
    )
    identity = context.identity
    store = address.identity
    stateLocation = location
    stateConnection = context.stateConnection(options.stateOptions, StateRetries(patience: patience))
  }

  /// Runs the body with connections to the store and its state, and closes them afterwards.
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
  static let storeHash = "BIGCOMMERCE_STORE_HASH"
  static let token = "BIGCOMMERCE_ACCESS_TOKEN"
  static let tokenFile = "BIGCOMMERCE_ACCESS_TOKEN_FILE"
  static let apiURL = "SEGPLAN_API_URL"
  /// A token is some tens of characters.
  private static let largestTokenFile = 4096

  static func address(_ environment: [String: String], problems: inout DiagnosticList) -> StoreAddress? {
    guard let hash = value(storeHash, environment) else {
      problems.append(
        Diagnostic(
          .error,
          code: "store-hash-missing",
          summary: "\(storeHash) is not set",
          detail: "It says which store to talk to: the part behind `stores/` in the API path of an API account."
        )
      )
      return nil
    }
    do {
      return try StoreAddress(apiURL: value(apiURL, environment) ?? StoreAddress.vendorURL, storeHash: hash)
    } catch {
      problems.append(contentsOf: error.diagnostics)
      return nil
    }
  }

  /// What reports call the store, without a look at anything else; `unknown` where the environment does not name one.
  static func store(_ environment: [String: String]) -> String {
    var problems = DiagnosticList()
    return address(environment, problems: &problems)?.identity ?? "unknown"
  }

  static func token(_ environment: [String: String], problems: inout DiagnosticList) -> AccessToken? {
    let text: String
    let source: String
    switch (value(token, environment), value(tokenFile, environment)) {
    case (nil, nil):
      problems.append(
        Diagnostic(
          .error,
          code: "token-missing",
          summary: "neither \(token) nor \(tokenFile) is set",
          detail: """
            The access token of an API account with the scope Customers: modify. It is never taken from the command line, where other \
            users of the machine could read it.
            """
        )
      )
      return nil
    case (.some, .some):
      problems.append(
        Diagnostic(
          .error,
          code: "token-twice",
          summary: "\(token) and \(tokenFile) are both set",
          detail: "Which one is meant is not for a program to guess. Unset one of them."
        )
      )
      return nil
    case (let inline?, nil):
      (text, source) = (inline, token)
    case (nil, let path?):
      guard (try? FileAccess.isThere(path)) == true else {
        problems.append(
          Diagnostic(
            .error,
            code: "token-file-missing",
            summary: "\(tokenFile) does not name a file; its value is not shown, since it may be the token itself",
            detail: """
              Set it to the path of a file that holds the token, in a folder that this user may open. Set the token itself in \(token).
              """
          )
        )
        return nil
      }
      do {
        let bytes = try FileAccess.read(path, limit: largestTokenFile)
        (text, source) = (String(decoding: bytes, as: UTF8.self).trimmingBlanks, "the file in \(tokenFile)")
      } catch {
        problems.append(contentsOf: error.diagnostics)
        return nil
      }
    }
    guard let token = AccessToken(text) else {
      problems.append(
        Diagnostic(
          .error,
          code: "bad-token",
          summary: "\(source) does not hold an access token",
          detail: "A token is one word without blanks or control characters. Its text is not shown here."
        )
      )
      return nil
    }
    return token
  }

  private static func value(_ name: String, _ environment: [String: String]) -> String? {
    EnvironmentVariables(environment)[name]
  }
}

extension String {
  /// Without blanks and line breaks at both ends.
  fileprivate var trimmingBlanks: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[first...last])
  }
}

extension StoreClientEvent {
  /// Pauses shorter than this are nobody's business.
  private static let shortestPauseToTell = Duration.seconds(2)

  /// The event in a line, for somebody who wonders why nothing happens; `nil` when it is over before they could.
  var words: String? {
    switch self {
    case .quotaUsedUp(let pause) where pause >= Self.shortestPauseToTell:
      "Our share of the store's request quota is used up; going on in \(Self.seconds(pause)) s."
    case .pausedByStore(let pause) where pause >= Self.shortestPauseToTell:
      "The store asks for a pause; going on in \(Self.seconds(pause)) s."
    case .retrying(let error, let pause) where pause >= Self.shortestPauseToTell:
      "Trying again in \(Self.seconds(pause)) s: \(error.diagnostics.first?.summary ?? "a request failed")."
    case .quotaUsedUp, .pausedByStore, .retrying, .reading:
      nil
    }
  }

  /// Rounded up: nobody should find it still waiting.
  private static func seconds(_ pause: Duration) -> Int64 {
    pause.components.seconds + (pause.components.attoseconds > 0 ? 1 : 0)
  }
}
