import Diagnostics
import Logging
import Manifests
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation

/// A simulated store with manifests and a local state, on which the verbs run in process.
struct Shop {
  /// A run of an apply, with what it showed.
  struct Applied {
    let result: ApplyResult
    /// The plan that was shown.
    let plan: Plan
    let notes: [Diagnostic]
  }

  let rehearsal: Rehearsal
  /// The day of the runs.
  var day = CalendarDay(daysSinceEpoch: 20_000)
  /// What the person on the other side says to what is asked for apart.
  var isConfirmed = true
  /// How runs read members.
  var refresh = Refresh.full
  /// Whether an apply of a saved plan accepts drift.
  var acceptsDrift = false
  /// How many requests may be in flight.
  var parallelism = 4

  var store: RunningSimulator { rehearsal.store }

  /// Where the state is; `nil` for a local file.
  var backend: (any StateBackend)?

  var state: StateStore {
    StateStore(backend: backend ?? LocalBackend(path: rehearsal.folder + "/segplan.state.json"), store: "shop")
  }

  func declare(_ segments: String) throws { try rehearsal.write("version: 1\nsegments:\n\(segments)\n", to: "segments.yaml") }

  func members(of segment: String) -> MemberSet { store.members(ofSegmentNamed: segment) }

  func plan(_ overrides: GuardrailOverrides = .none) async throws -> PlannedRun {
    try await withReconciler { try await $0.plan(try request(overrides)) }
  }

  func explain(_ member: ShopperProfileID, in segment: String) async throws -> MemberExplanation? {
    try await withReconciler { reconciler in
      let explained = try await reconciler.explain(.profile(member), try request())
      return explained.segments.first { $0.segment.text == segment }
    }
  }

  @discardableResult
  func apply(_ overrides: GuardrailOverrides = .none) async throws -> Applied {
    try await apply(.configuration(try request(overrides)), overrides)
  }

  /// Saves a plan as a file has it, and applies that.
  @discardableResult
  func applySaved(_ overrides: GuardrailOverrides = .none) async throws -> Applied {
    let planned = try await plan(overrides)
    let bytes = try PlanCodec.encode(planned.plan, guardrails: planned.findings)
    return try await apply(.saved(try PlanCodec.decode(bytes, file: "plan.json")), overrides)
  }

  @discardableResult
  func apply(_ source: ApplySource, _ overrides: GuardrailOverrides = GuardrailOverrides()) async throws -> Applied {
    let dialogue = Yes(isConfirmed: isConfirmed)
    let start = try #require(Timestamp(identity.startedAt))
    var request = ApplyRequest(source, overrides, lockTimeout: .zero, now: { start })
    request.verificationPauses = [.milliseconds(1)]
    request.refresh = refresh
    request.acceptsDrift = acceptsDrift
    let result = try await withReconciler { [request] in try await $0.apply(request, dialogue: dialogue) }
    let (plan, notes) = dialogue.shown.withLock { $0 }
    return Applied(result: result, plan: plan ?? Plan(header: Self.noHeader, segments: [], unmanagedCount: 0), notes: notes)
  }

  func request(_ overrides: GuardrailOverrides = .none) throws -> PlanRequest {
    var request = PlanRequest(
      try LoadedConfiguration(paths: [rehearsal.folder + "/segments.yaml"], LoadingOptions(day: day))
    )
    request.overrides = overrides
    request.refresh = refresh
    return request
  }

  func withReconciler<Result: Sendable>(_ body: (Reconciler) async throws -> sending Result) async throws -> Result {
    guard let token = Secret(token: store.token) else { throw CancellationError() }
    var settings = StoreClientSettings(
      address: try StoreAddress(apiURL: store.address, storeHash: RunningSimulator.storeHash),
      token: token,
      parallelism: parallelism,
      retries: RetryPolicy(firstPause: .milliseconds(1), longestPause: .milliseconds(5), budget: .seconds(30)),
      correlationID: "00000000-0000-4000-8000-000000000000",
      userAgent: "tests",
      logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    )
    settings.requestDeadline = 120
    return try await StoreClient.withStoreClient(settings) { try await body(Reconciler(identity, client: $0, state: state)) }
  }

  var identity: RunIdentity {
    RunIdentity(
      operation: "segapply",
      toolVersion: "1.2.3",
      startedAt: "\(day)T08:00:00Z",
      id: "11111111-1111-4111-8111-111111111111",
      lineage: "22222222-2222-4222-8222-222222222222",
      who: "ada@desk",
      processID: 1
    )
  }

  private static let noHeader = PlanHeader(
    toolVersion: "",
    createdAt: "",
    validUntil: nil,
    store: "",
    configurationDigest: "",
    state: nil
  )

  private final class Yes: ApplyDialogue {
    let isConfirmed: Bool
    let shown = Mutex<(Plan?, [Diagnostic])>((nil, []))

    init(isConfirmed: Bool) { self.isConfirmed = isConfirmed }

    func waiting(for held: LockHeldError) {}
    func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) { shown.withLock { $0 = (plan, notes) } }
    func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval { .approved(isConfirmed: isConfirmed) }
    func report(_ event: ApplyEvent) {}
    func lockLeftBehind(_ problems: [Diagnostic]) {}
  }
}

/// Runs the body with a store whose customers 1 to `customers` have numbered profiles.
func withShop(
  customers: Int,
  withoutProfileEvery interval: Int? = nil,
  isolation: isolated (any Actor)? = #isolation,
  _ body: (Shop) async throws -> Void
) async throws {
  try await withRehearsal(store: Store(customers: customers, withoutProfileEvery: interval)) { rehearsal in
    try await body(Shop(rehearsal: rehearsal))
  }
}

extension [Diagnostic] {
  /// The codes that matter to a test.
  var codes: [String] { map(\.code) }
}
