import HTTPExchange
import SegmentModel

/// Reads an answer of the store that is at hand, as the client does with those that it gets.
package enum AnswerReading {
  package enum Shape: String, CaseIterable, Sendable {
    case segments
    case members
    case customers
    case createdSegment = "created-segment"
    case createdProfiles = "created-profiles"
  }

  /// The ids of the records in an answer that is the whole of a list.
  ///
  /// The names of the headers are in lower case.
  ///
  /// - Throws: ``StoreError/Kind`` for an answer that tells of a failure or is not what was asked for.
  package static func ids(
    in body: [UInt8],
    status: Int,
    headers: [String: String],
    as shape: Shape
  ) throws(StoreError.Kind) -> [String] {
    let response = StoreResponse(status: status, headers: headers, body: body)
    if let problem = StoreError.Kind(response, to: .listSegments(PageRequest(number: 1, limit: PageLimit.largest))) {
      // What is a member already is read out of the texts of a conflict.
      if case .conflict(let details) = problem { return details.flatMap(StoreClient.alreadyMembers).map(\.description) }
      throw problem
    }
    switch shape {
    case .segments:
      return try list(response, of: WireSegment.self, \.id).map(\.id.description)
    case .members:
      return try list(response, of: WireProfile.self, \.id).map(\.id.description)
    case .customers:
      return try list(response, of: StoreCustomer.self, \.id).map(\.id.description)
    case .createdSegment:
      return try response.decoded(WireRecords<WireSegment>.self).data.map(\.id.description)
    case .createdProfiles:
      return try response.decoded(WireRecords<WireCreatedProfile>.self).data.map(\.id.description)
    }
  }

  private static func list<Record: Decodable & Sendable, Key: Hashable & Sendable>(
    _ response: StoreResponse,
    of type: Record.Type,
    _ key: @escaping (Record) -> Key
  ) throws(StoreError.Kind) -> [Record] {
    var assembly = ListingAssembly<Record, Key>(limit: PageLimit.largest, bound: .members, key: key)
    assembly.receive(try response.decoded(WirePage<Record>.self), number: 1)
    switch assembly.result() {
    case .success(let records): return records
    case .failure(let shift): throw .listingNeverSettled(readings: 1, reason: "\(shift)")
    }
  }

  /// How many of eight requests may go when every one of them is answered like this, in four seconds of a clock that nobody waits for.
  ///
  /// `share` is our part of the store's quota in percent.
  package static func admissions(status: Int, headers: [String: String], share: Int) -> Int {
    let outcome = ExchangeOutcome(status: status, report: RateLimitReport(headers: headers))
    var pacing = PacingState(parallelism: 10, quotaShare: share, retries: RetryPolicy())
    var now = Duration.seconds(1)
    var inside: [PacingState.Ticket] = []
    var admitted = 0
    func follow(_ steps: [PacingState.Step]) {
      for case .admit(let ticket) in steps {
        inside.append(ticket)
        admitted += 1
      }
    }
    for _ in 0..<8 {
      let ticket = pacing.newTicket()
      follow(pacing.arrive(ticket, at: now))
    }
    for _ in 0..<16 {
      now += .milliseconds(250)
      if let ticket = inside.popLast() {
        follow(pacing.leave(ticket, outcome, isWrite: true, dice: 0.5, at: now))
      } else {
        follow(pacing.wake(at: now))
      }
    }
    return admitted
  }
}
