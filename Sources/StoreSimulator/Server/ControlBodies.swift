import SegmentModel

/// The bodies of `/_sim/…`.
enum ControlBodies {
  /// The requests so far.
  static func log(_ records: [RequestRecord]) -> [UInt8] {
    struct Record: Encodable {
      let method: String
      let path: String
      let query: String
      let status: OrNull<Int>
      let ids: [String]
      let inFlight: Int
    }
    return JSONBody.of(
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
  static func statistics(_ statistics: SimulatorStatistics, _ hits: [FaultKind: Int]) -> [UInt8] {
    struct Statistics: Encodable {
      let requests: [String: Int]
      let maxInFlight: Int
      let violations: [String: Int]
      let latencyWaitedMs: Int
      let faults: [String: Int]
    }
    let requests = RequestKind.allCases.map { ($0.rawValue, statistics.requests[$0] ?? 0) }
    return JSONBody.of(
      Statistics(
        requests: Dictionary(uniqueKeysWithValues: requests),
        maxInFlight: statistics.mostInFlight,
        violations: [
          "batches_over_50": statistics.batchesTooLarge, "over_10_in_flight": statistics.tooManyInFlight,
          "over_quota": statistics.overQuota,
        ],
        latencyWaitedMs: Int(statistics.delay / .milliseconds(1)),
        faults: FaultDocument.counts(hits)
      )
    )
  }

  /// What another writer changed.
  static func foreign(_ changes: [ForeignChange]) -> [UInt8] {
    struct Change: Encodable {
      let change: String
      let segment: OrNull<String>
      let profile: OrNull<String>
      let afterRequests: Int
    }
    return JSONBody.of(
      changes.map { change in
        Change(
          change: change.kind.rawValue,
          segment: OrNull(change.segment?.description),
          profile: OrNull(change.profile?.description),
          afterRequests: change.afterRequests
        )
      }
    )
  }
}
