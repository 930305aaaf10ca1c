import SegmentModel

/// Everything that changes in a simulator.
///
/// It never waits; its owner holds a lock during each call.
struct SimulatorState: Sendable {
  /// Identifies a request from its arrival until it leaves.
  typealias Ticket = Int

  /// What is known about a request when it arrives.
  struct Arrival: Sendable {
    let ticket: Ticket
    /// What it is for, or why it is refused before it reaches the store.
    let endpoint: Result<StoreEndpoint, StoreRefusal>
    let disturbance: Disturbance
  }

  var store: Store
  /// In order of arrival: a ticket is an index.
  private(set) var log: [RequestRecord] = []
  private(set) var statistics = SimulatorStatistics()
  private(set) var faults: ActiveFaults
  var writer = ForeignWriter()
  private var hidden = HiddenChanges()
  private let settings: SimulatorSettings
  private var inFlight: Set<Ticket> = []

  init(store: Store, settings: SimulatorSettings) {
    self.store = store
    self.settings = settings
    faults = ActiveFaults(seed: settings.seed)
    setFaults(settings.faults)
  }

  /// Replaces all faults.
  mutating func setFaults(_ specs: [FaultSpec]) {
    let doomed = faults.replace(with: specs)
    hidden = HiddenChanges()
    writer.deleteProfiles(doomed, in: &store)
  }

  /// Logs a request that arrives now, checks it against limits and scopes, and decides its faults.
  mutating func arrive(_ request: ReceivedRequest, at now: Duration) -> Arrival {
    let ticket = log.count
    inFlight.insert(ticket)
    statistics.mostInFlight = max(statistics.mostInFlight, inFlight.count)
    let ids = request.mentionedIDs
    log.append(
      RequestRecord(
        method: request.method,
        path: request.path,
        query: request.query,
        status: nil,
        ids: ids,
        inFlight: inFlight.count
      )
    )
    writer.requestCount = log.count
    do throws(StoreRefusal) {
      let endpoint = try admit(request, ids, at: now)
      let facts = RequestFacts(endpoint, request, ids, in: store)
      let disturbance = faults.disturb(facts, &writer, &store)
      return Arrival(ticket: ticket, endpoint: .success(endpoint), disturbance: disturbance)
    } catch {
      return Arrival(ticket: ticket, endpoint: .failure(error), disturbance: Disturbance())
    }
  }

  /// The endpoint of a request, if the limits and its token admit it.
  private mutating func admit(
    _ request: ReceivedRequest,
    _ ids: [UUIDBits],
    at now: Duration
  ) throws(StoreRefusal) -> StoreEndpoint {
    guard inFlight.count <= StoreLimits.requestsInFlight else {
      statistics.tooManyInFlight += 1
      throw .tooManyInFlight
    }
    guard request.addressBytes <= StoreLimits.addressBytes else { throw .addressTooLong(limit: StoreLimits.addressBytes) }
    guard faults.takeFromQuota(at: now) else {
      statistics.overQuota += 1
      throw .overQuota
    }
    guard request.token == settings.token else { throw .unauthorized }
    let endpoint = try StoreEndpoint(method: request.method, path: request.path)
    let kind = endpoint.kind
    // The scope `store_v2_customers_read_only` is enough for every GET except the list of a segment's members
    // (segments.v3.yml, security scheme).
    guard settings.scope == .modify || request.method == "GET" && kind != .list,
      settings.readsPromotions || kind != .promotions
    else { throw .forbidden }
    statistics.requests[kind, default: 0] += 1
    if kind == .add || kind == .remove, ids.count > StoreLimits.membersPerRequest { statistics.batchesTooLarge += 1 }
    return endpoint
  }

  mutating func noteDelay(_ duration: Duration) { statistics.delay += duration }

  /// Carries out a request that has arrived, and decides its answer.
  mutating func answer(_ request: ReceivedRequest, _ arrival: Arrival, at now: Duration) -> StoreAnswer {
    var answer: StoreAnswer
    switch arrival.endpoint {
    case .failure(let refusal):
      answer = StoreAnswer(refusal)
      // A platform under load does not send the headers of the quota.
      if refusal != .tooManyInFlight {
        answer.headers += faults.quotaHeaders(at: now, isRefused: refusal == .overQuota)
      }
    case .success(let endpoint):
      let fault = arrival.disturbance.answer
      func carryOut() -> StoreAnswer { self.carryOut(request, endpoint, arrival, at: now) }
      answer = fault?.answer(carryOut) ?? carryOut()
      faults.finish(arrival.disturbance, endpoint.segment, &writer, &store)
      if fault != .overload { answer.headers += faults.quotaHeaders(at: now, isRefused: false) }
    }
    // The vendor does not document the header's name; gateways commonly use this one.
    answer.headers.append((name: "X-Request-Id", value: "sim-\(arrival.ticket + 1)"))
    log[arrival.ticket].status = answer.loggedStatus
    return answer
  }

  private mutating func carryOut(
    _ request: ReceivedRequest,
    _ endpoint: StoreEndpoint,
    _ arrival: Arrival,
    at now: Duration
  ) -> StoreAnswer {
    hidden.show(at: now)
    let disturbance = arrival.disturbance
    let handler = EndpointHandler(faults: faults, disturbance: disturbance, hidden: hidden)
    let named = disturbance.hiddenFor > .zero ? log[arrival.ticket].ids.map { ShopperProfileID(bits: $0) } : []
    func members() -> Set<ShopperProfileID> {
      let all = endpoint.segment.flatMap { store.membersBySegment[$0] }
      return Set(named.filter { all?.contains($0) ?? false })
    }
    let before = members()
    let answer: StoreAnswer
    do throws(StoreRefusal) {
      answer = try handler.answer(endpoint, request, &store)
    } catch {
      answer = StoreAnswer(error)
    }
    if let segment = endpoint.segment, !named.isEmpty {
      let (after, time) = (members(), now + disturbance.hiddenFor)
      hidden.hide(after.subtracting(before), in: segment, isAddition: true, until: time)
      hidden.hide(before.subtracting(after), in: segment, isAddition: false, until: time)
    }
    return answer
  }

  /// Ends a request; calling it again has no effect.
  mutating func leave(_ ticket: Ticket) { inFlight.remove(ticket) }
}
