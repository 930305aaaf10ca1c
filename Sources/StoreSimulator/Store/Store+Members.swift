package import SegmentModel

/// How a store answers an add or a removal that names a profile it does not have; the vendor's documents do not say.
package enum UnknownProfileAnswer: String, Hashable, Sendable, CaseIterable {
  case unprocessable = "422"
  case notFound = "404"
  /// The rest of the batch is carried out, and the answer's `data` lacks the profile.
  case dropped
}

/// How a store answers an add when some profiles are already members; the vendor's documents do not say.
enum ConflictStyle: String, Hashable, Sendable, CaseIterable {
  /// Nothing is added, and the answer names the members.
  case whole
  /// The others are added, and the answer names the earlier members.
  case partial
  /// Nothing is added, and the answer names no members.
  case anonymous
}

extension Store {
  /// `GET /segments/{id}/shopper-profiles`, in ascending order of the ids.
  func listMembers(
    of segment: SegmentID,
    _ request: PageRequest,
    without hidden: HiddenChanges
  ) throws(StoreRefusal) -> Page<StoredProfile> {
    guard var members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    hidden.undo(in: segment, &members)
    return Page(request, of: members.ids, profile)
  }

  /// `POST /segments/{id}/shopper-profiles`: all of 1 to 50 ids or none; an id given twice counts once.
  ///
  /// - Returns: The profiles added, in the order of the request.
  /// - Throws: ``StoreRefusal``. With ``ConflictStyle/partial``, the other profiles are added before a conflict is thrown.
  mutating func addMembers(
    _ ids: [ShopperProfileID],
    to segment: SegmentID,
    unknownProfiles: UnknownProfileAnswer = .unprocessable,
    conflicts: ConflictStyle = .whole
  ) throws(StoreRefusal) -> [StoredProfile] {
    guard !ids.isEmpty else { throw .noItems }
    guard ids.count <= StoreLimits.membersPerRequest else { throw .tooManyMembers(ids.count) }
    guard let members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    try requireKnown(ids, unknownProfiles)
    let already = ids.filter(members.contains)
    guard already.isEmpty || conflicts == .partial else {
      throw conflicts == .whole
        ? .alreadyMembers(already, of: segment, count: ids.count, added: 0) : .someAlreadyMembers(count: ids.count)
    }
    let added = insertMembers(ids, into: segment)
    guard already.isEmpty else { throw .alreadyMembers(already, of: segment, count: ids.count, added: added.count) }
    return added
  }

  /// Adds members without the rules for requests; profiles that do not exist or are already members are ignored.
  ///
  /// - Returns: The profiles added, in the order given.
  @discardableResult
  package mutating func insertMembers(_ ids: [ShopperProfileID], into segment: SegmentID) -> [StoredProfile] {
    ids.compactMap { id in
      guard let profile = profile(id), insert(id, into: segment) else { return nil }
      return profile
    }
  }

  /// `DELETE /segments/{id}/shopper-profiles`: these, or with `nil` **all members**, as the vendor does.
  ///
  /// Ids that are not members are ignored. Returns those that were members; for `nil` none.
  @discardableResult
  package mutating func removeMembers(
    _ ids: [ShopperProfileID]?,
    from segment: SegmentID,
    unknownProfiles: UnknownProfileAnswer = .dropped
  ) throws(StoreRefusal) -> [ShopperProfileID] {
    guard membersBySegment[segment] != nil else { throw .unknownSegments([segment]) }
    guard let ids else {
      empty(segment)
      return []
    }
    try requireKnown(ids, unknownProfiles)
    return ids.filter { remove($0, from: segment) }
  }

  private func requireKnown(_ ids: [ShopperProfileID], _ answer: UnknownProfileAnswer) throws(StoreRefusal) {
    let unknown = ids.filter { profile($0) == nil }
    guard !unknown.isEmpty else { return }
    switch answer {
    case .unprocessable: throw .unknownProfiles(unknown)
    case .notFound: throw .profilesNotFound(unknown)
    case .dropped: break
    }
  }
}
