/// The endpoints below `/_sim/`: they need no token, are not logged, and have no faults.
enum ControlEndpoints {
  /// Answers a request, with the store's own shapes for errors.
  static func answer(method: String, path: String, body: [UInt8], _ simulator: Simulator) -> StoreAnswer {
    let documents: [String: () -> [UInt8]] = [
      "/_sim/log": { JSON.encode(simulator.log) }, "/_sim/store": { SeedDocument.bytes(of: simulator.store) },
      "/_sim/stats": { statistics(simulator.statistics, simulator.faultHits) },
      "/_sim/foreign": { JSON.encode(simulator.foreignChanges) }, "/_sim/faults": { faults(simulator.activeFaults) },
    ]
    do throws(StoreRefusal) {
      guard let document = documents[path] else { throw .notFound(path: path) }
      switch (method, path) {
      case ("GET", _): break
      case ("POST", "/_sim/faults"):
        simulator.setFaults(try JSON.decode([FaultSpec].self, from: body, orThrow: StoreRefusal.malformedBody))
      case ("DELETE", "/_sim/faults"):
        simulator.setFaults([])
        return StoreAnswer(status: 204)
      default: throw .methodNotAllowed(method: method)
      }
      return StoreAnswer(status: 200, body: document())
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
