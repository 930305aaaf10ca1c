package import SegmentModel

/// How a store answers an add or a removal that names a profile it does not have; the vendor's documents leave it open.
package enum UnknownProfileAnswer: String, Hashable, Sendable, CaseIterable {
  case unprocessable = "422"
  case notFound = "404"
  /// The rest of the batch is done, and the profile is missing from the answer's `data`.
  case dropped
}

/// How a store answers an add when some are members already; the vendor's documents leave it open.
enum ConflictStyle: String, Hashable, Sendable, CaseIterable {
  /// None of the batch is added, and those that are members are named.
  case whole
  /// The others are added, and those that were members are named.
  case partial
  /// None of the batch is added, and nobody is named.
  case anonymous
}

extension Store {
  /// `GET /segments/{id}/shopper-profiles`, in ascending order of the ids.
  func listMembers(
    of segment: SegmentID,
    _ request: PageRequest,
    besides hidden: HiddenChanges
  ) throws(StoreRefusal) -> Page<StoredProfile> {
    guard var members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    hidden.undo(in: segment, &members)
    return Page(request, of: members.ids, profile)
  }

  /// `POST /segments/{id}/shopper-profiles`: all of 1 to 50 ids or none; one that comes twice counts once.
  ///
  /// - Returns: The profiles added, in the order of the request.
  /// - Throws: ``StoreRefusal``: `alreadyMembers` also when the others were added.
  mutating func addMembers(
    _ ids: [ShopperProfileID],
    to segment: SegmentID,
    unknownProfiles: UnknownProfileAnswer = .unprocessable,
    conflicts: ConflictStyle = .whole
  ) throws(StoreRefusal) -> [StoredProfile] {
    guard !ids.isEmpty else { throw .noItems }
    guard ids.count <= StoreLimits.membersARequest else { throw .tooManyMembers(ids.count) }
    guard let members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    try requireKnown(ids, unknownProfiles)
    let already = ids.filter(members.contains)
    if !already.isEmpty {
      switch conflicts {
      case .whole: throw .alreadyMembers(already, of: segment, count: ids.count, added: 0)
      case .partial:
        let added = insertMembers(ids, into: segment)
        throw .alreadyMembers(already, of: segment, count: ids.count, added: added.count)
      case .anonymous: throw .someAlreadyMembers(count: ids.count)
      }
    }
    return insertMembers(ids, into: segment)
  }

  /// Makes members of those that are not yet, without any of the rules for requests; profiles that do not exist are passed over.
  ///
  /// - Returns: The profiles added, in the order given.
  package mutating func insertMembers(_ ids: [ShopperProfileID], into segment: SegmentID) -> [StoredProfile] {
    var added: [StoredProfile] = []
    for id in ids {
      if let profile = profilesByID[id], insert(id, into: segment) { added.append(profile) }
    }
    return added
  }

  /// `DELETE /segments/{id}/shopper-profiles`: these, or with `nil` **all members**, as the vendor's does.
  ///
  /// Others are passed over.
  ///
  /// - Returns: Those that were members; for `nil` none of them is named.
  /// - Throws: ``StoreRefusal``.
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
    let unknown = ids.filter { profilesByID[$0] == nil }
    guard !unknown.isEmpty else { return }
    switch answer {
    case .unprocessable: throw .unknownProfiles(unknown)
    case .notFound: throw .profilesNotFound(unknown)
    case .dropped: break
    }
  }
}
