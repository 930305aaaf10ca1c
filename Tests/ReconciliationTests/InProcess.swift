import Diagnostics
import Logging
import Manifests
import Planning
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import Reconciliation

/// The verbs in this process, against a simulated store, with manifests and state in the folder of a ``Rehearsal``.
struct InProcess {
  let rehearsal: Rehearsal
  var retries = RetryPolicy(maximumAttempts: 1)

  var state: StateStore {
    StateStore(backend: LocalBackend(path: rehearsal.folder + "/state.json"), store: "shop@loopback")
  }

  /// The record of the segment with this name, as the state file has it.
  func record(_ name: String) async throws -> RecordedSegment {
    try #require(try await state.read()?.document.segments.first { $0.name == name })
  }

  func plan() async throws -> Plan {
    try await withReconciler { try await $0.plan(try request).plan }
  }

  func explain(_ member: String) async throws -> ExplainedMember {
    let question = try #require(MemberQuestion(member))
    return try await withReconciler { try await $0.explain(question, try request) }
  }

  func drift() async throws -> DriftReport {
    let configuration = try request.configuration
    return try await withReconciler { try await $0.drift(configuration).report }
  }

  /// Plans and applies, with a yes to everything.
  func apply(
    stop: StopRequest = StopRequest(),
    verifies: Bool = true
  ) async throws -> (result: ApplyResult, events: [ApplyEvent]) {
    let start = try #require(Timestamp(identity.startedAt))
    var applying = ApplyRequest(.configuration(try request), .none, lockTimeout: .zero, now: { start })
    applying.verifies = verifies
    applying.verificationPauses = [.milliseconds(1), .milliseconds(1)]
    applying.stop = stop
    let dialogue = Agreement()
    let result = try await withReconciler { [applying] in try await $0.apply(applying, dialogue: dialogue) }
    return (result, dialogue.events)
  }

  /// As ``apply(stop:verifies:)``, of which something has to be left to do.
  func outcome(stop: StopRequest = StopRequest(), verifies: Bool = true) async throws -> ApplyOutcome {
    guard case .applied(let outcome, _, _, let unrecorded) = try await apply(stop: stop, verifies: verifies).result else {
      throw NothingApplied()
    }
    #expect(unrecorded.isEmpty)
    return outcome
  }

  private func withReconciler<Result: Sendable>(_ body: (Reconciler) async throws -> sending Result) async throws -> Result {
    let settings = StoreClientSettings(
      address: try StoreAddress(apiURL: rehearsal.store.address, storeHash: "shop"),
      token: try #require(Secret(token: rehearsal.store.token)),
      parallelism: 10,
      retries: retries,
      correlationID: "c0441e1a-0000-4000-8000-000000000001",
      userAgent: "segplan/test",
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await StoreClient.withStoreClient(settings) { try await body(Reconciler(identity, client: $0, state: state)) }
  }

  private var request: PlanRequest {
    get throws {
      let options = LoadingOptions(day: CalendarDay(daysSinceEpoch: 20_000))
      return PlanRequest(
        try LoadedConfiguration(paths: [rehearsal.folder + "/segments.yaml"], options)
      )
    }
  }

  private var identity: RunIdentity {
    RunIdentity(
      operation: "segapply",
      toolVersion: "1",
      startedAt: "2026-01-01T00:00:00Z",
      id: "c0441e1a-0000-4000-8000-000000000002",
      lineage: "c0441e1a-0000-4000-8000-000000000003",
      who: "ada@ci",
      processID: 1
    )
  }
}

private struct NothingApplied: Error {}

/// Says yes to everything and keeps the news.
private final class Agreement: ApplyDialogue {
  private let news = Mutex<[ApplyEvent]>([])

  var events: [ApplyEvent] { news.withLock { $0 } }

  func waiting(for held: LockHeldError) {}
  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) {}
  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval { .approved(isConfirmed: true) }
  func lockLeftBehind(_ problems: [Diagnostic]) {}
  func report(_ event: ApplyEvent) { news.withLock { $0.append(event) } }
}
