import SegmentModel

/// What `/_sim/…` answers: it needs no token and is in no log.
enum ControlEndpoints {
  /// - Parameters:
  ///   - method: In capitals.
  ///   - path: Below the root, `/_sim/` included.
  static func answer(method: String, path: String, _ simulator: Simulator) -> StoreAnswer {
    switch (method, path) {
    case ("GET", "/_sim/log"): StoreAnswer(status: 200, body: log(simulator.log))
    case ("GET", "/_sim/store"): StoreAnswer(status: 200, body: SeedDocument.bytes(of: simulator.store))
    case (_, "/_sim/log"), (_, "/_sim/store"): StoreAnswer(.methodNotAllowed(method: method))
    default: StoreAnswer(.notFound(path: path))
    }
  }

  private static func log(_ records: [RequestRecord]) -> [UInt8] {
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
}
