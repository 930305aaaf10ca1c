package import SegmentModel

/// What came of adding a batch.
package enum AddAnswer: Hashable, Sendable {
  /// Members that the store says it added. A member of the batch that is missing here was dropped without a word.
  case added(MemberSet)
  /// 409: these were members already. Whether any other was added the vendor does not document, so nothing is assumed.
  case conflict(alreadyMembers: MemberSet)
}

extension StoreClient {
  /// Adds the members: `POST /segments/{id}/shopper-profiles`, a JSON array of ids.
  ///
  /// Safe to repeat, with the answer `conflict`.
  ///
  /// - Throws: ``StoreError``: `notFound` or `rejected` when the segment or a profile does not exist; `CancellationError`.
  package func addMembers(_ batch: Batch, to segment: SegmentID) async throws -> AddAnswer {
    do {
      let added = try await answer(WireRecords<WireProfile>.self, to: .addMembers(segment, batch)).data
      return .added(MemberSet(added.map(\.id.id)).intersection(batch.members))
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

  /// The UUIDs in a text such as ``Shopper profile `<uuid>` already exists for segment `<uuid>`.``; the segment's is no member of
  /// the batch.
  ///
  /// None in a text that does not say *already*: it names its profiles for some other reason.
  static func alreadyMembers(in text: String) -> [ShopperProfileID] {
    guard text.lowercased().contains("already") else { return [] }
    return text.split { !($0.isHexDigit || $0 == "-") }.compactMap { ShopperProfileID($0) }
  }
}
