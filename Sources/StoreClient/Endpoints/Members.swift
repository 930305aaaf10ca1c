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

  /// The first page of a segment's members: the whole list of a small segment, and the store's count of any other.
  ///
  /// - Throws: ``StoreError`` of the kind `notFound` when the segment is gone.
  package func firstMembers(of segment: SegmentID) async throws -> FirstMembers {
    while true {
      let limit = pageLimit.current
      do {
        let request = StoreRequest.listMembers(segment, PageRequest(number: 1, limit: limit))
        let first = FirstMembers(try await answer(WirePage<WireProfile>.self, to: request), limit: limit)
        if first.isComplete {
          settings.onEvent(.reading(.membersToList(first.customers.profiles.count)))
          settings.onEvent(.reading(.membersListed(first.customers.profiles.count)))
        }
        return first
      } catch let error as StoreError {
        guard case .rejected = error.kind, limit != PageLimit.smallest else { throw error }
        pageLimit.refuse()
      }
    }
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
  ///
  /// The first reading continues after `first`, if its pages still have the same size.
  package func listProfiles(of segment: SegmentID, after first: FirstMembers? = nil) async throws -> CustomerNumbers {
    let page = first?.limit == pageLimit.current ? first?.page : nil
    return CustomerNumbers(
      of: try await listing(.members, after: page, request: { .listMembers(segment, $0) }, key: \WireProfile.id)
    )
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

/// The first page of a segment's members.
package struct FirstMembers: Sendable {
  let page: WirePage<WireProfile>
  /// How many members the request asked for.
  let limit: Int
  /// The members on the page, with their customers.
  package let customers: CustomerNumbers
  /// Whether the page proves that it has all members.
  package let isComplete: Bool

  /// The store's count of the segment's members; `nil` if the answer has none.
  package var total: Int? { page.pagination?.total }

  fileprivate init(_ page: WirePage<WireProfile>, limit: Int) {
    self.page = page
    self.limit = limit
    customers = CustomerNumbers(of: page.data)
    var assembly = ListingAssembly<WireProfile, ShopperProfileID>(limit: limit, bound: .members, key: \.id)
    assembly.receive(page, number: 1)
    let isWhole = if case .success = assembly.result() { assembly.promisedPage == nil } else { false }
    isComplete = isWhole && !page.isBlank
  }
}

extension CustomerNumbers {
  fileprivate init(of records: [WireProfile]) {
    self.init(of: MemberSet(records.map(\.id)))
    for record in records { if let customer = record.customer { learn(customer, of: record.id) } }
  }
}
