import FoundationEssentials
import HTTPExchange
import Manifests
import Planning
import Reconciliation
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator

/// One random store, and applies until it matches the manifests.
struct ChaosRound {
  /// The maximum number of applies with faults; those that follow without faults have to finish the work.
  private static let maximumTroubledApplies = 5

  let world: ChaosWorld
  let simulator: Simulator
  let folder: String
  let address: String
  let backend: any StateBackend
  /// The server of the state; `nil` if the state is a file.
  let stateServer: ChaosStateServer?
  /// How applies with faults read members; the others list them.
  let refresh: Refresh
  var random: SeededGenerator
  var result = ChaosResult()

  static func run(seed: UInt64, _ refresh: Refresh) async throws -> ChaosResult {
    var random = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
    let world = try ChaosWorld(using: &random)
    let simulator = Simulator(store: world.store, settings: SimulatorSettings(seed: random.next()))
    let faults = try ChaosFaults.random(using: &random)
    let kind = Bool.random(using: &random) ? ChaosStateServer.Kind.allCases.randomElement(using: &random) : nil
    let dice = random
    return try await Bench.withTemporaryFolder { folder in
      try Data(world.manifest.utf8).write(to: URL(filePath: folder).appending(path: "segments.yaml"))
      // The journal of a state on a server is in the working folder. Rounds never run at the same time.
      let before = FileManager.default.currentDirectoryPath
      guard FileManager.default.changeCurrentDirectoryPath(folder) else { throw CancellationError() }
      defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
      return try await SimulatorServer.withServer(simulator) { address in
        try await withState(kind, random: SeededGenerator(seed: seed)) { backend, server in
          var round = ChaosRound(
            world: world,
            simulator: simulator,
            folder: folder,
            address: address,
            backend: backend,
            stateServer: server,
            refresh: refresh,
            random: dice
          )
          return try await round.run(faults: faults)
        }
      }
    }
  }

  /// Runs the body with a backend for the state: a server of this kind, or a file for `nil`.
  private static func withState(
    _ kind: ChaosStateServer.Kind?,
    random: SeededGenerator,
    _ body: (any StateBackend, ChaosStateServer?) async throws -> ChaosResult
  ) async throws -> ChaosResult {
    guard let kind else { return try await body(ChaosBackend(path: "state.json"), nil) }
    var connection = StateConnection(userAgent: "segbench/chaos", logger: Bench.silentLogger)
    connection.retries.maximumAttempts = 6
    connection.retries.backoff = Backoff(first: .milliseconds(2), maximum: .milliseconds(20))
    return try await ChaosStateServer.withServer(kind, random: random) { server, address in
      let keys = ["AWS_ACCESS_KEY_ID": "chaos", "AWS_SECRET_ACCESS_KEY": "chaos"]
      return try await StateStore.withBackend(at: try StateLocation(address, environment: keys), connection) { backend in
        try await body(backend, server)
      }
    }
  }

  private mutating func run(faults: [FaultSpec]) async throws -> ChaosResult {
    simulator.setFaults(faults)
    for _ in 0..<Int.random(in: 1...Self.maximumTroubledApplies, using: &random) { try await apply(isTroubled: true) }
    simulator.setFaults([])
    var last = ChaosRunEnd.failed
    // Members whose profile is gone are always refused, so that an apply with such members ends as incomplete.
    for _ in 0..<2 { last = try await apply(isTroubled: false) }
    if stateServer?.kind.isRefused == true {
      if simulator.log.contains(where: { $0.method != "GET" }) {
        result.problems.append(ChaosProblem(kind: .unreviewed, what: "writes although the state cannot be kept"))
      }
    } else {
      checkEnd(last)
    }
    gather()
    return result
  }

  @discardableResult
  private mutating func apply(isTroubled: Bool) async throws -> ChaosRunEnd {
    let first = simulator.log.count
    let dialogue = ChaosDialogue()
    let end = try await end(dialogue, isTroubled: isTroubled)
    result.ends[end, default: 0] += 1
    let hasLeftLock = try await (backend as? ChaosBackend)?.freeLeftLock() ?? false
    if hasLeftLock || stateServer?.isLocked == true {
      result.problems.append(ChaosProblem(kind: .lockLeft, what: "after an apply that ended with: \(end.rawValue)"))
    }
    let audit = ChaosAudit(simulator: simulator)
    result.problems += audit.unreviewed(simulator.log[first...], plan: dialogue.plan)
    result.problems += audit.blame(in: dialogue.plan, world)
    return end
  }

  private mutating func end(_ dialogue: ChaosDialogue, isTroubled: Bool) async throws -> ChaosRunEnd {
    let stop = StopRequest()
    let interruptsAfter = isTroubled && Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 1...30, using: &random) : nil
    let isDoubled = Bool.random(using: &random)
    let savesPlan = isTroubled && Int.random(in: 0..<3, using: &random) == 0
    let acceptsDrift = Bool.random(using: &random)
    let store = StateStore(backend: backend, store: "chaos")
    let retries = RetryPolicy(firstPause: .milliseconds(2), longestPause: .milliseconds(50), budget: .seconds(30))
    var settings = try Bench.clientSettings(address, hash: "chaos", retries)
    settings.requestDeadline = 5
    do {
      let ended = try await StoreClient.withStoreClient(settings) { client in
        let reconciler = Reconciler(identity, client: client, state: store)
        if refresh != .full && isTroubled { exchangeMembers() }
        var request = try request
        if isTroubled { request.refresh = refresh }
        let source = savesPlan ? try await savedPlan(reconciler, request) : .configuration(request)
        var applying = ApplyRequest(source, .none, lockTimeout: .zero, now: { Self.now })
        applying.acceptsDrift = acceptsDrift
        applying.refresh = request.refresh
        applying.graceTime = .milliseconds(50)
        applying.verificationPauses = [.milliseconds(5), .milliseconds(10)]
        applying.stop = stop
        return try await withThrowingTaskGroup(of: ApplyResult?.self) { group in
          group.addTask { [applying] in try await reconciler.apply(applying, dialogue: dialogue) }
          if let interruptsAfter {
            group.addTask { [simulator, last = simulator.log.count + interruptsAfter] in
              while simulator.log.count < last { try await Task.sleep(for: .milliseconds(1)) }
              stop.request(.interruption)
              if isDoubled { stop.hurry() }
              return nil
            }
          }
          defer { group.cancelAll() }
          return try await group.first { $0 != nil } ?? nil
        }
      }
      return Self.end(of: ended)
    } catch is StalePlanError {
      return .stale
    } catch is CancellationError {
      return .interrupted
    } catch is StoreError {
      return .failed
    } catch  where stateServer?.kind.isRefused == true && (error is StateServerError || error is StateError) {
      return .refused
    }
  }

  /// A saved plan; another writer changes the store after it was made.
  private func savedPlan(_ reconciler: Reconciler, _ request: PlanRequest) async throws -> ApplySource {
    let planned = try await reconciler.plan(request)
    let bytes = try PlanCodec.encode(planned.plan, guardrails: planned.findings)
    let limits = SavedPlanLimits(declared: request.configuration.limits)
    for segment in simulator.store.segments.prefix(1) {
      let members = simulator.members(of: segment.id)
      simulator.editAsForeigner(
        segment.id,
        adding: MemberSet(simulator.store.profileIDs.subtracting(members).prefix(2)),
        removing: MemberSet(members.prefix(2))
      )
    }
    return .saved(try PlanCodec.decode(bytes, file: "plan.json"), limits: limits)
  }

  /// Someone else adds one member and removes another, which a count does not show.
  private func exchangeMembers() {
    for segment in simulator.store.segments.prefix(1) {
      let members = simulator.members(of: segment.id)
      let others = simulator.store.profileIDs.subtracting(members)
      guard !others.isEmpty else { continue }
      simulator.editAsForeigner(segment.id, adding: MemberSet(others.suffix(1)), removing: MemberSet(members.suffix(1)))
    }
  }

  private static func end(of result: ApplyResult?) -> ChaosRunEnd {
    switch result {
    case .nothingToDo: .nothingToDo
    case .applied(_, of: _, wasInterrupted: true, unrecorded: _): .interrupted
    case .applied(let outcome, of: _, wasInterrupted: _, let unrecorded) where outcome.isComplete && unrecorded.isEmpty: .complete
    case .applied, .declined, nil: .incomplete
    }
  }

  /// Checks that the store matches the manifests, except for profiles that are gone.
  private mutating func checkEnd(_ last: ChaosRunEnd) {
    let profiles = simulator.store.profileIDs
    let isReachable = world.segments.allSatisfy { $0.presence == .absent || $0.desired.subtracting(profiles).isEmpty }
    if isReachable && last != .nothingToDo {
      result.problems.append(ChaosProblem(kind: .notConverged, what: "the last apply ended with: \(last.rawValue)"))
    }
    for segment in world.segments {
      let live = simulator.store.segment(named: segment.name)
      guard segment.presence == .present else {
        if live != nil { report(.lost, segment, "still there") }
        continue
      }
      let members = live.map { simulator.members(of: $0.id) } ?? .empty
      let desired = segment.desired.intersection(profiles)
      let missing = desired.subtracting(members)
      if live == nil || !missing.isEmpty { report(.lost, segment, "\(missing.count) members are missing") }
      let extra = members.subtracting(desired)
      if segment.mode == .authoritative && !extra.isEmpty { report(.lost, segment, "\(extra.count) members were not removed") }
    }
  }

  private mutating func report(_ kind: ChaosProblem.Kind, _ segment: ChaosWorld.Segment, _ what: String) {
    result.problems.append(ChaosProblem(kind: kind, what: "\(segment.name) (\(segment.mode.rawValue)): \(what)"))
  }

  private mutating func gather() {
    let statistics = simulator.statistics
    result.requests = simulator.log.count
    result.hits = simulator.faultHits
    result.foreignChanges = simulator.foreignChanges.count
    result.limitViolations =
      statistics.batchesTooLarge + statistics.tooManyInFlight + simulator.log.count(where: \.isUnboundedDelete)
    result.overQuota = statistics.overQuota
  }

  private var request: PlanRequest {
    get throws {
      let options = LoadingOptions(day: CalendarDay(daysSinceEpoch: 20_000))
      return PlanRequest(try LoadedConfiguration(paths: [folder + "/segments.yaml"], options))
    }
  }

  /// 2026-01-01T00:00:00Z.
  private static let now = Timestamp(seconds: 1_767_225_600)

  private var identity: RunIdentity {
    RunIdentity(
      operation: "segbench",
      toolVersion: "chaos",
      startedAt: Self.now.text,
      id: UUID().uuidString.lowercased(),
      lineage: UUID().uuidString.lowercased(),
      who: "chaos",
      processID: 0
    )
  }
}
