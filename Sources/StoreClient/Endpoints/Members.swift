package import SegmentModel

package enum AddAnswer: Hashable, Sendable {
  /// The members that the store reports as added. The store ignored any other member of the batch.
  case added(MemberSet)
  /// 409: these were members already. The vendor does not document whether the store added the others.
  case conflict(alreadyMembers: MemberSet)
}

extension StoreClient {
  /// All members of a segment, proved complete: `GET /segments/{id}/shopper-profiles`, which needs the scope `modify`.
  ///
  /// - Throws: ``StoreError`` of the kind `notFound` when the segment is gone.
  package func listMembers(of segment: SegmentID) async throws -> MemberSet { try await listProfiles(of: segment).profiles }

  /// The store's count of a segment's members, in one request; `nil` if the answer has no count.
  package func memberCount(of segment: SegmentID) async throws -> Int? {
    try await answer(WirePage<WireProfile>.self, to: .listMembers(segment, PageRequest(number: 1, limit: 1))).pagination?.total
  }

  /// How many requests it takes to list this many members: a full last page does not prove the end of the list.
  package func requestsToList(_ members: Int) -> Int { members / pageLimit.current + 1 }

  /// The segments that a profile is in: `GET /shopper-profiles/{id}/segments`, usually one request.
  ///
  /// - Throws: ``StoreError`` of the kind `notFound` when the store has no such profile.
  package func segments(of profile: ShopperProfileID) async throws -> Set<SegmentID> {
    Set(try await listing(.segments, request: { .listSegmentsOfProfile(profile, $0) }, key: \WireSegment.id).map(\.id))
  }

  /// The result of ``listMembers(of:)`` with the customer number of each member.
  package func listProfiles(of segment: SegmentID) async throws -> CustomerNumbers {
    let records = try await listing(.members, request: { .listMembers(segment, $0) }, key: \WireProfile.id)
    var customers = CustomerNumbers(of: MemberSet(records.map(\.id)))
    for record in records { if let customer = record.customer { customers.learn(customer, of: record.id) } }
    return customers
  }

  /// Adds the members: `POST /segments/{id}/shopper-profiles`, a JSON array of ids.
  ///
  /// Safe to repeat: the answer is then `conflict`.
  ///
  /// - Throws: ``StoreError`` of the kind `notFound` or `rejected` when the segment or a profile does not exist.
  package func addMembers(_ batch: Batch, to segment: SegmentID) async throws -> AddAnswer {
    do {
      let added = try await answer(WireRecords<WireProfile>.self, to: .addMembers(segment, batch)).data
      return .added(MemberSet(added.map(\.id)).intersection(batch.members))
    } catch let error as StoreError {
      guard case .conflict(let details) = error.kind else { throw error }
      let named = details.map { MemberSet(Self.alreadyMembers(in: $0)) }.filter { ids in
        // A text about another segment does not count.
        let others = ids.subtracting(batch.members)
        return others.isEmpty || others.contains(ShopperProfileID(bits: segment.bits))
      }
      return .conflict(alreadyMembers: MemberSet(named.joined()).intersection(batch.members))
    }
  }

  /// Removes the members: `DELETE /segments/{id}/shopper-profiles?id:in=…`.
  ///
  /// Safe to repeat. A ``Batch`` has at least one member: a request without `id:in` would empty the segment.
  ///
  /// - Throws: ``StoreError`` of the kind `notFound` when the segment is gone; the vendor does not document the answer
  ///   for a profile that is not a member.
  package func removeMembers(_ batch: Batch, from segment: SegmentID) async throws {
    try await carryOut(.removeMembers(segment, batch))
  }

  /// The UUIDs in a text such as ``Shopper profile `<uuid>` already exists for segment `<uuid>`.``.
  ///
  /// A text without the word *already* names its profiles for another reason.
  static func alreadyMembers(in text: String) -> [ShopperProfileID] {
    guard text.lowercased().contains("already") else { return [] }
    return text.split { !($0.isHexDigit || $0 == "-") }.compactMap { ShopperProfileID($0) }
  }
}
