import SegmentModel

/// What `/_sim/…` answers: it needs no token, is in no log, and has no faults.
enum ControlEndpoints {
  /// Answers a request, with the store's own shapes for errors; `path` starts at the root.
  static func answer(method: String, path: String, body: [UInt8], _ simulator: Simulator) -> StoreAnswer {
    do throws(StoreRefusal) {
      switch (method, path) {
      case ("GET", "/_sim/log"): return StoreAnswer(status: 200, body: log(simulator.log))
      case ("GET", "/_sim/store"): return StoreAnswer(status: 200, body: SeedDocument.bytes(of: simulator.store))
      case ("GET", "/_sim/stats"): return StoreAnswer(status: 200, body: statistics(simulator.statistics, simulator.faultHits))
      case ("GET", "/_sim/foreign"): return StoreAnswer(status: 200, body: foreign(simulator.foreignChanges))
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

  /// The requests so far.
  private static func log(_ records: [RequestRecord]) -> [UInt8] {
    struct Record: Encodable {
      let method: String
      let path: String
      let query: String
      let status: OrNull<Int>
      let ids: [String]
      let inFlight: Int
    }
    return JSON.encode(
      records.map { record in
        Record(
          method: record.method,
          path: record.path,
          query: record.query,
          status: OrNull(record.status),
          ids: record.ids.map(\.text),
          inFlight: record.inFlight
        )
      }
    )
  }

  /// The counts of the run.
  private static func statistics(_ statistics: SimulatorStatistics, _ hits: [FaultKind: Int]) -> [UInt8] {
    struct Statistics: Encodable {
      let requests: [String: Int]
      let maxInFlight: Int
      let violations: [String: Int]
      let latencyWaitedMs: Int
      let faults: [String: Int]
    }
    let requests = RequestKind.allCases.map { ($0.rawValue, statistics.requests[$0] ?? 0) }
    return JSON.encode(
      Statistics(
        requests: Dictionary(uniqueKeysWithValues: requests),
        maxInFlight: statistics.mostInFlight,
        violations: [
          "batches_over_50": statistics.batchesTooLarge, "over_10_in_flight": statistics.tooManyInFlight,
          "over_quota": statistics.overQuota,
        ],
        latencyWaitedMs: Int(statistics.delay / .milliseconds(1)),
        faults: counts(hits)
      )
    )
  }

  /// Those that are set, and how often each kind has happened, whether still set or not.
  private static func faults(_ faults: ActiveFaults) -> [UInt8] {
    struct Active: Encodable {
      let spec: String
      let hits: Int
    }
    struct Document: Encodable {
      let faults: [Active]
      let hits: [String: Int]
    }
    return JSON.encode(
      Document(faults: faults.faults.map { Active(spec: $0.spec.text, hits: $0.hits) }, hits: counts(faults.hits))
    )
  }

  private static func counts(_ hits: [FaultKind: Int]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: hits.map { ($0.key.rawValue, $0.value) })
  }

  /// What another writer changed.
  private static func foreign(_ changes: [ForeignChange]) -> [UInt8] {
    struct Change: Encodable {
      let change: String
      let segment: OrNull<SegmentID>
      let profile: OrNull<ShopperProfileID>
      let afterRequests: Int
    }
    return JSON.encode(
      changes.map { change in
        Change(
          change: change.kind.rawValue,
          segment: OrNull(change.segment),
          profile: OrNull(change.profile),
          afterRequests: change.afterRequests
        )
      }
    )
  }
}
