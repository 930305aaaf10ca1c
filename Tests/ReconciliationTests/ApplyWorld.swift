import Diagnostics
import FoundationEssentials
import Logging
import Manifests
import Reconciliation
import SegmentModel
import StoreClient
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import StateStorage

/// A simulated store and a state that several working folders share, in which plans are made and applied in this process.
struct ApplyWorld {
  let store: RunningSimulator
  let folder: String
  /// What the clock on the wall shows.
  var now = Timestamp(seconds: 1_767_225_600)

  /// The state as it is stored, without any journal.
  var document: StateDocument? {
    get async throws { try await state().read()?.document }
  }

  /// The state, with a journal of the working folder of this name.
  func state(in workplace: String = "here", dies: Bool = false) -> StateStore {
    StateStore(
      backend: SharedBackend(
        shared: LocalBackend(path: "\(folder)/state.json"),
        journalPath: "\(folder)/\(workplace).journal",
        dies: dies
      ),
      store: "store"
    )
  }

  /// A configuration of these segments, each a line of YAML's flow style.
  func configuration(_ segments: String...) throws -> LoadedConfiguration {
    try configuration(text: "version: 1\nsegments:\n" + segments.map { "  - {\($0)}\n" }.joined())
  }

  func configuration(text: String) throws -> LoadedConfiguration {
    let path = "\(folder)/\(UUID().uuidString).yaml"
    try Data(text.utf8).write(to: URL(filePath: path))
    return try LoadedConfiguration(paths: [path], LoadingOptions(day: now.day))
  }

  /// Plans, and reads the plan back from the bytes of its file.
  func plan(_ configuration: LoadedConfiguration, in workplace: String = "here", targets: [String] = []) async throws -> Plan {
    try await withReconciler(state(in: workplace)) { reconciler in
      var request = PlanRequest(configuration)
      request.targets = targets
      let planned = try await reconciler.plan(request)
      return try PlanCodec.decode(try PlanCodec.encode(planned.plan, guardrails: planned.findings), file: "plan.json")
    }
  }

  /// Applies a configuration without asking.
  @discardableResult
  func apply(
    _ configuration: LoadedConfiguration,
    in workplace: String = "here",
    dies: Bool = false
  ) async throws -> Ended {
    try await run(
      .configuration(PlanRequest(configuration)),
      in: workplace,
      dies: dies
    )
  }

  /// Carries out a source.
  ///
  /// A run that dies does so when all is done and the state is about to be written.
  @discardableResult
  func run(
    _ source: ApplySource,
    in workplace: String = "here",
    overrides: GuardrailOverrides = GuardrailOverrides(maximumRemovals: .percent(100), allowsDeletion: true),
    acceptsDrift: Bool = false,
    approved: PlanApproval? = nil,
    dies: Bool = false
  ) async throws -> Ended {
    let dialogue = Consent()
    let now = now
    var request = ApplyRequest(source, overrides, lockTimeout: .zero, now: { now })
    request.acceptsDrift = acceptsDrift
    request.approvedPlan = approved
    request.verificationPauses = []
    let result = try await withReconciler(state(in: workplace, dies: dies)) { [request] in
      try await $0.apply(request, dialogue: dialogue)
    }
    if dies {
      let journal = "\(folder)/\(workplace).journal"
      try FileManager.default.moveItem(atPath: journal + ".kept", toPath: journal)
    }
    return Ended(result: result, notes: dialogue.notes.withLock { $0 })
  }

  func members(_ name: String) -> MemberSet { store.members(ofSegmentNamed: name) }

  /// The members that the state records of a segment.
  func recorded(_ name: String) async throws -> MemberSet? {
    try await document?.segments.first { $0.name == name }?.members
  }

  private func withReconciler<Result: Sendable>(
    _ state: StateStore,
    _ body: @Sendable (Reconciler) async throws -> Result
  ) async throws -> Result {
    let settings = StoreClientSettings(
      address: try StoreAddress(apiURL: store.address, storeHash: RunningSimulator.storeHash),
      token: try #require(Secret(token: store.token)),
      parallelism: 10,
      retries: RetryPolicy(maximumAttempts: 1),
      correlationID: UUID().uuidString.lowercased(),
      userAgent: "segplan/test",
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await StoreClient.withStoreClient(settings) { try await body(Reconciler(identity(), client: $0, state: state)) }
  }

  private func identity() -> RunIdentity {
    RunIdentity(
      operation: "test",
      toolVersion: "1",
      startedAt: now.text,
      id: UUID().uuidString.lowercased(),
      lineage: UUID().uuidString.lowercased(),
      who: "ada@ci",
      processID: 1
    )
  }
}

/// Runs the body with a store of numbered profiles and these segments.
func withApplyWorld(
  profiles: Int = 200,
  segments: [String: [Int]] = [:],
  settings: SimulatorSettings = SimulatorSettings(),
  _ body: (inout ApplyWorld) async throws -> Void
) async throws {
  try await withTemporaryFolder { folder in
    try await withSimulator(profiles: profiles, segments: segments, settings: settings) { store in
      var world = ApplyWorld(store: store, folder: folder)
      try await body(&world)
    }
  }
}

/// How an apply ended, and what it told.
struct Ended {
  let result: ApplyResult
  let notes: [Diagnostic]

  var isComplete: Bool {
    switch result {
    case .nothingToDo: true
    case .applied(let outcome, _, _, let unrecorded): outcome.isComplete && unrecorded.isEmpty
    case .declined: false
    }
  }
}

/// Says yes to everything, and keeps the notes.
private final class Consent: ApplyDialogue {
  let notes = Mutex<[Diagnostic]>([])

  func waiting(for held: LockHeldError) {}

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) { self.notes.withLock { $0 += notes } }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval { .approved(isConfirmed: true) }

  func lockLeftBehind(_ problems: [Diagnostic]) {}

  func report(_ event: ApplyEvent) {}
}

/// One state for several working folders, each with a journal of its own, as on a server.
///
/// Of a run that dies, nothing is written and the journal is kept aside.
private struct SharedBackend: StateBackend {
  let shared: LocalBackend
  let journalPath: String
  let dies: Bool

  var location: String { shared.location }

  func beside(_ name: String) -> any StoredDocument { shared.beside(name) }

  func read() async throws -> StoredBytes? { try await shared.read() }

  func requireWritable() async throws { try await shared.requireWritable() }

  func write(_ bytes: [UInt8], replacing version: StateVersion?) async throws -> StateVersion {
    guard dies else { return try await shared.write(bytes, replacing: version) }
    try FileManager.default.copyItem(atPath: journalPath, toPath: journalPath + ".kept")
    return try await shared.read()?.version ?? version ?? StateVersion(tag: "")
  }

  func lock(_ info: LockInfo) async throws -> HeldLock { try await shared.lock(info) }

  func lockHolder() async throws -> LockHolder { try await shared.lockHolder() }

  func forceUnlock(id: String, confirm: (LockInfo?) async throws -> Bool) async throws -> Bool {
    try await shared.forceUnlock(id: id, confirm: confirm)
  }
}
