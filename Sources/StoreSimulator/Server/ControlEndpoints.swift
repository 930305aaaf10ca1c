/// The endpoints below `/_sim/`: they need no token, are not logged, and have no faults.
enum ControlEndpoints {
  /// Answers a request, with the store's own shapes for errors.
  static func answer(method: String, path: String, body: [UInt8], _ simulator: Simulator) -> StoreAnswer {
    do throws(StoreRefusal) {
      switch (method, path) {
      case ("GET", "/_sim/log"): return StoreAnswer(status: 200, body: JSON.encode(simulator.log))
      case ("GET", "/_sim/store"): return StoreAnswer(status: 200, body: SeedDocument.bytes(of: simulator.store))
      case ("GET", "/_sim/stats"): return StoreAnswer(status: 200, body: statistics(simulator.statistics, simulator.faultHits))
      case ("GET", "/_sim/foreign"): return StoreAnswer(status: 200, body: JSON.encode(simulator.foreignChanges))
      case ("GET", "/_sim/faults"): break
      case ("POST", "/_sim/faults"):
        simulator.setFaults(try JSON.decode([FaultSpec].self, from: body, orThrow: StoreRefusal.malformedBody))
      case ("DELETE", "/_sim/faults"):
        simulator.setFaults([])
        return StoreAnswer(status: 204)
      case (_, "/_sim/log"), (_, "/_sim/store"), (_, "/_sim/stats"), (_, "/_sim/foreign"), (_, "/_sim/faults"):
        throw .methodNotAllowed(method: method)
      default:
        throw .notFound(path: path)
      }
      return StoreAnswer(status: 200, body: faults(simulator.activeFaults))
    } catch {
      return StoreAnswer(error)
    }
  }

  private static func statistics(_ statistics: SimulatorStatistics, _ hits: [FaultKind: Int]) -> [UInt8] {
    struct Document: Encodable {
      let requests: [String: Int]
      let maxInFlight: Int
      let violations: [String: Int]
      let latencyWaitedMs: Int
      let faults: [FaultKind: Int]
    }
    let requests = RequestKind.allCases.map { ($0.rawValue, statistics.requests[$0] ?? 0) }
    return JSON.encode(
      Document(
        requests: Dictionary(uniqueKeysWithValues: requests),
        maxInFlight: statistics.mostInFlight,
        violations: [
          "batches_over_50": statistics.batchesTooLarge, "over_10_in_flight": statistics.tooManyInFlight,
          "over_quota": statistics.overQuota,
        ],
        latencyWaitedMs: Int(statistics.delay / .milliseconds(1)),
        faults: hits
      )
    )
  }

  private static func faults(_ faults: ActiveFaults) -> [UInt8] {
    struct Active: Encodable {
      let spec: String
      let hits: Int
    }
    struct Document: Encodable {
      let faults: [Active]
      let hits: [FaultKind: Int]
    }
    return JSON.encode(Document(faults: faults.faults.map { Active(spec: $0.spec.text, hits: $0.hits) }, hits: faults.hits))
  }
}
