import ArgumentParser
import Diagnostics
import FileAccess
import FoundationEssentials
import Manifests
import Planning
import Reconciliation
import SegmentModel
import StateStorage
import StoreClient
import StoreSimulator

/// `segbench requests`.
struct RequestsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "Count the requests that each verb takes when few members of a large segment change.",
    discussion: """
      The segment matches its record in the state, and the manifest declares a few other members: half of the changes are additions. The floor is the \
      number of writes.
      """
  )

  @Option(help: "The number of members.")
  var members = 1_000_000

  @Option(help: "The number of members to change, 2 or more.")
  var changes = 10

  func validate() throws {
    guard changes >= 2, members >= 10 * changes else {
      throw ValidationError("--changes takes 2 or more, --members at least ten times as many.")
    }
  }

  func run() async throws {
    let halves = [changes / 2, changes - changes / 2]
    Bench.say("\(members) members, \(changes) changes, floor \(halves.reduce(0) { $0 + ($1 + 49) / 50 })")
    Bench.say(Self.line("", RequestsVerb.allCases.map(\.rawValue)))
    for mode in Refresh.Mode.allCases {
      let counts = try await Bench.withTemporaryFolder { folder in
        try await RequestsRound.counts(members, changes, mode, in: folder)
      }
      Bench.say(Self.line(mode.rawValue, counts.map(String.init)))
    }
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    func padded(_ text: String) -> String { String(repeating: " ", count: max(1, 14 - text.count)) + text }
    return name + String(repeating: " ", count: max(1, 8 - name.count)) + cells.map(padded).joined()
  }
}

/// In the order in which they are measured.
private enum RequestsVerb: String, CaseIterable {
  case drift
  case plan
  case apply
  case saved = "apply PLANFILE"
}

/// One store, on which the verbs run one after the other.
private struct RequestsRound {
  let simulator: Simulator
  let reconciler: Reconciler
  let folder: String
  let mode: Refresh.Mode

  static func counts(_ members: Int, _ changes: Int, _ mode: Refresh.Mode, in folder: String) async throws -> [Int] {
    let world = try World(WorldContent(members: members, spareProfiles: changes))
    let simulator = Simulator(store: world.store, settings: SimulatorSettings())
    try await world.declare(in: folder)
    let state = StateStore(backend: LocalBackend(path: "\(folder)/segplan.state.json"), store: "\(ServedStore.hash)@loopback")
    let live = World.numbered(1, count: members)
    return try await SimulatorServer.withServer(simulator) { address in
      try await ServedStore.withClient(address) { client in
        let reconciler = Reconciler(identity, client: client, state: state)
        let round = RequestsRound(simulator: simulator, reconciler: reconciler, folder: folder, mode: mode)
        try round.declare(live)
        let drift = try await round.count { _ = try await reconciler.drift(try round.request.configuration, Refresh(mode)) }
        try round.declare(live.dropFirst(changes / 2) + World.numbered(members + 1, count: changes - changes / 2))
        let plan = try await round.count { _ = try await reconciler.plan(try round.request) }
        let apply = try await round.apply(.configuration(try round.request), changes)
        try round.declare(live)
        let source = ApplySource.saved(try await reconciler.plan(try round.request).plan)
        return [drift, plan, apply, try await round.apply(source, changes)]
      }
    }
  }

  private func declare(_ members: some Sequence<ShopperProfileID>) throws {
    var list: [UInt8] = []
    for member in members { list += "\(member)\n".utf8 }
    try FileAccess.writeDurably(list, to: "\(folder)/members.txt")
    let manifest = "version: 1\nsegments:\n  - name: Segment 0\n    members_from: [{file: members.txt}]\n"
    try FileAccess.writeDurably(Array(manifest.utf8), to: "\(folder)/Segment 0.yaml")
  }

  private var request: PlanRequest {
    get throws {
      let options = LoadingOptions(day: CalendarDay(daysSinceEpoch: 20_000))
      var request = PlanRequest(try LoadedConfiguration(paths: ["\(folder)/Segment 0.yaml"], options))
      request.refresh = Refresh(mode)
      return request
    }
  }

  private func apply(_ source: ApplySource, _ changes: Int) async throws -> Int {
    try await count {
      var request = ApplyRequest(source, .none, lockTimeout: .zero, now: { Self.now })
      request.refresh = Refresh(mode)
      guard
        case .applied(let outcome, of: _, wasInterrupted: false, let unrecorded) = try await reconciler.apply(
          request,
          dialogue: ChaosDialogue()
        ), outcome.isComplete, unrecorded.isEmpty,
        outcome.segments.reduce(0, { $0 + $1.added.count + $1.removed.count }) == changes
      else { throw BenchFailure("the apply did not make the changes") }
    }
  }

  private func count(_ body: () async throws -> Void) async throws -> Int {
    let before = simulator.log.count
    try await body()
    return simulator.log.count - before
  }

  /// 2026-01-01T00:00:00Z.
  private static let now = Timestamp(seconds: 1_767_225_600)

  private static let identity = RunIdentity(
    operation: "segbench",
    toolVersion: "bench",
    startedAt: now.text,
    id: "11111111-1111-4111-8111-111111111111",
    lineage: "22222222-2222-4222-8222-222222222222",
    who: "segbench",
    processID: 0
  )
}
