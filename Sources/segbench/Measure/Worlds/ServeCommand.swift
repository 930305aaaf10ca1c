import ArgumentParser
import FileAccess
import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator

/// `segbench serve`: a full store in a process of its own, so that its CPU time and memory are not taken for the client's.
///
/// Prints its address when it is ready, serves until SIGTERM, and prints what the run has come to.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve a made-up store until SIGTERM.",
    shouldDisplay: false
  )

  @Argument(
    help: "What the store holds, as JSON.",
    transform: { try JSONDecoder().decode(WorldContent.self, from: Data($0.utf8)) }
  )
  var content: WorldContent

  func run() async throws {
    let world = try World(content)
    let faults = content.latency > 0 ? [try FaultSpec("latency:ms=\(content.latency)")] : []
    let simulator = Simulator(store: world.store, settings: SimulatorSettings(faults: faults))
    if let folder = content.declaredFolder { try await declare(world, in: folder) }
    try await SimulatorServer.runUntilSignal(simulator, port: 0) { address in
      // Without a reader nobody waits for the address.
      try? FileAccess.write("\(address)\n", toDescriptor: FileAccess.standardOutput)
    }
    let report = String(decoding: try JSONEncoder().encode(StoreReport(simulator.statistics)), as: UTF8.self)
    try FileAccess.write(report + "\n", toDescriptor: FileAccess.standardOutput)
  }

  /// Writes manifests and a state for the store: one member in a hundred is declared that is not live, and as many are live only.
  private func declare(_ world: World, in folder: String) async throws {
    var records: [RecordedSegment] = []
    for segment in world.segments {
      let manifest = World.manifest(name: segment.name, World.shuffled(segment.declared))
      try FileAccess.writeDurably(manifest, to: "\(folder)/\(segment.name).yaml")
      records.append(RecordedSegment(id: segment.id, name: segment.name, mode: .authoritative, members: segment.live))
    }
    let state = StateStore(backend: LocalBackend(path: folder + "/segplan.state.json"), store: StoreSession.storeIdentity)
    _ = try await state.record(records, succeeding: nil, toolVersion: "bench", lineage: UUID().uuidString.lowercased())
  }
}
