/// What `/_sim/…` answers: it needs no token, is in no log, and has no faults.
enum ControlEndpoints {
  /// Answers a request.
  ///
  /// - Parameters:
  ///   - method: In capitals.
  ///   - path: From the root, `/_sim/` included.
  ///   - body: JSON, for the one endpoint that takes any.
  ///   - simulator: Whom it is about.
  /// - Returns: The answer, with the store's own shapes for errors.
  static func answer(method: String, path: String, body: [UInt8], _ simulator: Simulator) -> StoreAnswer {
    do throws(StoreRefusal) {
      switch (method, path) {
      case ("GET", "/_sim/log"): return StoreAnswer(status: 200, body: ControlBodies.log(simulator.log))
      case ("GET", "/_sim/store"): return StoreAnswer(status: 200, body: SeedDocument.bytes(of: simulator.store))
      case ("GET", "/_sim/stats"):
        return StoreAnswer(status: 200, body: ControlBodies.statistics(simulator.statistics, simulator.faultHits))
      case ("GET", "/_sim/foreign"): return StoreAnswer(status: 200, body: ControlBodies.foreign(simulator.foreignChanges))
      case ("GET", "/_sim/faults"): return StoreAnswer(status: 200, body: FaultDocument.bytes(of: simulator.activeFaults))
      case ("POST", "/_sim/faults"):
        simulator.setFaults(try FaultDocument.specs(from: body))
        return StoreAnswer(status: 200, body: FaultDocument.bytes(of: simulator.activeFaults))
      case ("DELETE", "/_sim/faults"):
        simulator.setFaults([])
        return StoreAnswer(status: 204)
      case (_, "/_sim/log"), (_, "/_sim/store"), (_, "/_sim/stats"), (_, "/_sim/foreign"), (_, "/_sim/faults"):
        throw .methodNotAllowed(method: method)
      default:
        throw .notFound(path: path)
      }
    } catch {
      return StoreAnswer(error)
    }
  }
}
