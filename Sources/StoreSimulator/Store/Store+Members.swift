package import SegmentModel

/// How a store answers an add or a removal that names a profile it does not have; the vendor's documents leave it open.
package enum UnknownProfileAnswer: String, Hashable, Sendable, CaseIterable {
  case unprocessable = "422"
  case notFound = "404"
  /// The rest of the batch is done, and the profile is missing from the answer's `data`.
  case dropped
}

extension Store {
  /// `GET /segments/{id}/shopper-profiles`, in ascending order of the ids.
  ///
  /// - Throws: ``StoreRefusal``: `unknownSegments`.
  package func listMembers(of segment: SegmentID, _ request: PageRequest) throws(StoreRefusal) -> Page<StoredProfile> {
    guard let members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    let ids = members.slice(offset: request.offset, limit: request.limit)
    return Page(request: request, total: members.count, records: ids.compactMap { profilesByID[$0] })
  }

  /// `POST /segments/{id}/shopper-profiles`: all of them or none. An id that comes twice counts once.
  ///
  /// - Parameter unknownProfiles: What to do about ids without a profile.
  /// - Returns: The profiles added, in the order of the request.
  /// - Throws: ``StoreRefusal``: `noItems`, `tooManyMembers`, `unknownSegments`, `unknownProfiles`, `profilesNotFound`, `alreadyMembers`.
  package mutating func addMembers(
    _ ids: [ShopperProfileID],
    to segment: SegmentID,
    unknownProfiles: UnknownProfileAnswer = .unprocessable
  ) throws(StoreRefusal) -> [StoredProfile] {
    guard !ids.isEmpty else { throw .noItems }
    guard ids.count <= StoreLimits.membersARequest else { throw .tooManyMembers(ids.count) }
    guard let members = membersBySegment[segment] else { throw .unknownSegments([segment]) }
    let unknown = ids.filter { profilesByID[$0] == nil }
    if !unknown.isEmpty {
      switch unknownProfiles {
      case .unprocessable: throw .unknownProfiles(unknown)
      case .notFound: throw .profilesNotFound(unknown)
      case .dropped: break
      }
    }
    let already = ids.filter(members.contains)
    guard already.isEmpty else { throw .alreadyMembers(already, of: segment, count: ids.count) }
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

  /// `DELETE /segments/{id}/shopper-profiles`: these, or with `nil` **all members**, as the vendor's does. Others are passed over.
  ///
  /// - Returns: Those that were members; for `nil` none of them is named.
  /// - Throws: ``StoreRefusal``: `unknownSegments`.
  package mutating func removeMembers(
    _ ids: [ShopperProfileID]?,
    from segment: SegmentID
  ) throws(StoreRefusal) -> [ShopperProfileID] {
    guard membersBySegment[segment] != nil else { throw .unknownSegments([segment]) }
    guard let ids else {
      empty(segment)
      return []
    }
    return ids.filter { remove($0, from: segment) }
  }
}
