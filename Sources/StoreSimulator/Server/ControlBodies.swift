import SegmentModel

/// Writes the bodies of `/_sim/…`.
enum ControlBodies {
  /// The requests so far.
  static func log(_ records: [RequestRecord]) -> [UInt8] {
    var json = JSONWriter(capacity: 64 + records.count * 200)
    json.array { json in
      for record in records { write(&json, record) }
    }
    return json.bytes
  }

  private static func write(_ json: inout JSONWriter, _ record: RequestRecord) {
    json.object { json in
      json.key("method")
      json.string(record.method)
      json.key("path")
      json.string(record.path)
      json.key("query")
      json.string(record.query)
      json.key("status")
      if let status = record.status { json.number(status) } else { json.null() }
      json.key("ids")
      json.array { json in
        for id in record.ids { json.string(id.text) }
      }
      json.key("in_flight")
      json.number(record.inFlight)
    }
  }

  /// The counts of the run.
  static func statistics(_ statistics: SimulatorStatistics, _ hits: [FaultKind: Int]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("requests")
      json.object { json in
        for kind in RequestKind.allCases {
          json.key(text: kind.rawValue)
          json.number(statistics.requests[kind] ?? 0)
        }
      }
      json.key("max_in_flight")
      json.number(statistics.mostInFlight)
      json.key("violations")
      json.object { json in
        json.key("batches_over_50")
        json.number(statistics.batchesTooLarge)
        json.key("over_10_in_flight")
        json.number(statistics.tooManyInFlight)
        json.key("over_quota")
        json.number(statistics.overQuota)
      }
      json.key("latency_waited_ms")
      json.number(Int(statistics.delay / .milliseconds(1)))
      json.key("faults")
      FaultDocument.write(&json, hits)
    }
    return json.bytes
  }

  /// What another writer changed.
  static func foreign(_ changes: [ForeignChange]) -> [UInt8] {
    var json = JSONWriter(capacity: 64 + changes.count * 160)
    json.array { json in
      for change in changes {
        json.object { json in
          json.key("change")
          json.string(change.kind.rawValue)
          json.key("segment")
          if let segment = change.segment { json.id(segment) } else { json.null() }
          json.key("profile")
          if let profile = change.profile { json.id(profile) } else { json.null() }
          json.key("after_requests")
          json.number(change.afterRequests)
        }
      }
    }
    return json.bytes
  }
}
