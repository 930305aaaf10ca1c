package import SegmentModel

package enum AddAnswer: Hashable, Sendable {
  /// Members that the store says it added. A member of the batch that is missing here was dropped without a word.
  case added(MemberSet)
  /// 409: these were members already. Whether any other was added the vendor does not document, so nothing is assumed.
  case conflict(alreadyMembers: MemberSet)
}

extension StoreClient {
  /// All members of a segment, proved complete: `GET /segments/{id}/shopper-profiles`, which needs the scope `modify`.
  ///
  /// - Throws: ``StoreError``: `notFound` when the segment is gone, `listingNeverSettled` when the list shifts under every
  ///   reading; `CancellationError`.
  package func listMembers(of segment: SegmentID) async throws -> MemberSet { try await listProfiles(of: segment).profiles }

  /// The number of members that the store counts in a segment, in one request; `nil` if the answer has no count.
  package func memberCount(of segment: SegmentID) async throws -> Int? {
    try await answer(WirePage<WireProfile>.self, to: .listMembers(segment, PageRequest(number: 1, limit: 1))).pagination?.total
  }

  /// All members of a segment, as ``listMembers(of:)`` gives them, with the customer number of each.
  package func listProfiles(of segment: SegmentID) async throws -> CustomerNumbers {
    let records = try await listing(.members, request: { .listMembers(segment, $0) }, key: \WireProfile.id)
    var customers = CustomerNumbers(of: MemberSet(records.map(\.id)))
    for record in records { if let customer = record.customer { customers.learn(customer, of: record.id) } }
    return customers
  }

  /// Adds the members: `POST /segments/{id}/shopper-profiles`, a JSON array of ids.
  ///
  /// Safe to repeat, with the answer `conflict`.
  ///
  /// - Throws: ``StoreError``: `notFound` or `rejected` when the segment or a profile does not exist; `CancellationError`.
  package func addMembers(_ batch: Batch, to segment: SegmentID) async throws -> AddAnswer {
    do {
      let added = try await answer(WireRecords<WireProfile>.self, to: .addMembers(segment, batch)).data
      return .added(MemberSet(added.map(\.id)).intersection(batch.members))
    } catch let error as StoreError {
      guard case .conflict(let details) = error.kind else { throw error }
      let named = details.map { MemberSet(Self.alreadyMembers(in: $0)) }.filter { ids in
        // A text that names another segment says nothing about this one.
        let others = ids.subtracting(batch.members)
        return others.isEmpty || others.contains(ShopperProfileID(bits: segment.bits))
      }
      return .conflict(alreadyMembers: MemberSet(named.joined()).intersection(batch.members))
    }
  }

  /// Removes the members: `DELETE /segments/{id}/shopper-profiles?id:in=…`.
  ///
  /// Safe to repeat.
  ///
  /// A ``Batch`` has at least one member, so that the request never goes out without `id:in`, which would empty the segment.
  ///
  /// - Throws: ``StoreError``: `notFound` when the segment is gone, perhaps also when a profile was no member; the vendor does
  ///   not say. `CancellationError`.
  package func removeMembers(_ batch: Batch, from segment: SegmentID) async throws {
    try await carryOut(.removeMembers(segment, batch))
  }

  /// The UUIDs in a text such as ``Shopper profile `<uuid>` already exists for segment `<uuid>`.``; the segment's is no member of
  /// the batch.
  ///
  /// None in a text that does not say *already*: it names its profiles for some other reason.
  static func alreadyMembers(in text: String) -> [ShopperProfileID] {
    guard text.lowercased().contains("already") else { return [] }
    return text.split { !($0.isHexDigit || $0 == "-") }.compactMap { ShopperProfileID($0) }
  }
}
