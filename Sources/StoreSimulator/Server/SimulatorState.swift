import SegmentModel

/// Everything that changes in a simulator. Events in, answers out, no waiting; whoever holds it takes a lock around each call.
struct SimulatorState: Sendable {
  /// Names a request from its arrival until it has left.
  typealias Ticket = Int

  /// What became known of a request when it came.
  struct Arrival: Sendable {
    let ticket: Ticket
    /// An answer that does not touch the store: the request is over a limit.
    let refusal: StoreRefusal?
  }

  var store: Store
  private let settings: SimulatorSettings
  /// In order of arrival: a ticket is a place in it.
  private(set) var log: [RequestRecord] = []
  private var inFlight: Set<Ticket> = []

  init(store: Store, settings: SimulatorSettings) {
    self.store = store
    self.settings = settings
  }

  /// A request has come.
  mutating func arrive(_ request: StoreRequest) -> Arrival {
    let ticket = log.count
    inFlight.insert(ticket)
    log.append(
      RequestRecord(
        method: request.method,
        path: request.path,
        query: request.query,
        status: nil,
        ids: Self.ids(in: request),
        inFlight: inFlight.count
      )
    )
    return Arrival(ticket: ticket, refusal: inFlight.count > StoreLimits.requestsInFlight ? .tooManyInFlight : nil)
  }

  /// Decides a request, and changes the store if that is what it asks for.
  mutating func answer(_ request: StoreRequest, _ arrival: Arrival) -> StoreAnswer {
    let answer: StoreAnswer
    do throws(StoreRefusal) {
      if let refusal = arrival.refusal { throw refusal }
      guard request.token == settings.token else { throw .unauthorized }
      let endpoint = try StoreEndpoint(method: request.method, path: request.path)
      guard settings.scope == .modify || endpoint.isOpenToReadOnly else { throw .forbidden }
      answer = try EndpointHandler().answer(endpoint, request, &store)
    } catch {
      answer = StoreAnswer(error)
    }
    log[arrival.ticket].status = answer.status
    return answer
  }

  /// A request is not in flight any more; telling twice does no harm.
  mutating func leave(_ ticket: Ticket) { inFlight.remove(ticket) }

  private static func ids(in request: StoreRequest) -> [UUIDBits] {
    let named = Query(request.query).idTexts.compactMap { UUIDBits($0) }
    return named.isEmpty ? RequestBodies.mentionedIDs(request.body) : named
  }
}
