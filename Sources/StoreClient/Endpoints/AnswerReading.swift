import HTTPExchange
import SegmentModel

/// Reads an answer that did not come from a store, in the way the client reads answers: see `segbench fuzz`.
package enum AnswerReading {
  package enum Shape: String, CaseIterable, Sendable {
    case segments
    case members
    case customers
    case createdSegment = "created-segment"
    case createdProfiles = "created-profiles"
  }

  /// The ids of the records in an answer that holds a whole list.
  ///
  /// The names of the headers are in lower case.
  ///
  /// - Throws: ``StoreError/Kind`` for an answer that reports a failure or has another shape.
  package static func ids(
    in body: [UInt8],
    status: Int,
    headers: [String: String],
    as shape: Shape
  ) throws(StoreError.Kind) -> [String] {
    let response = StoreResponse(status: status, headers: headers, body: body)
    if let problem = StoreError.Kind(response, to: .listSegments(PageRequest(number: 1, limit: PageLimit.largest))) {
      // The texts of a conflict name the profiles that are members already.
      if case .conflict(let details) = problem { return details.flatMap(StoreClient.alreadyMembers).map(\.description) }
      throw problem
    }
    return switch shape {
    case .segments: try list(response, \WireSegment.id)
    case .members: try list(response, \WireProfile.id)
    case .customers: try list(response, \StoreCustomer.id)
    case .createdSegment: try response.decoded(WireRecords<WireSegment>.self).data.map(\.id.description)
    case .createdProfiles: try response.decoded(WireRecords<WireCreatedProfile>.self).data.map(\.id.description)
    }
  }

  private static func list<Record: Decodable & Sendable, Key: Hashable & Sendable>(
    _ response: StoreResponse,
    _ key: @escaping (Record) -> Key
  ) throws(StoreError.Kind) -> [String] {
    var assembly = ListingAssembly<Record, Key>(limit: PageLimit.largest, bound: .members, key: key)
    assembly.receive(try response.decoded(WirePage<Record>.self), number: 1)
    switch assembly.result() {
    case .success(let records): return records.map { "\(key($0))" }
    case .failure(let shift): throw .listingNeverSettled(readings: 1, reason: "\(shift)")
    }
  }
}
