package import SegmentModel

extension Store {
  /// `GET /segments`: all of them, or those of the filter, in the order in which they were created.
  func listSegments(_ request: PageRequest, filter: [SegmentID]?) -> Page<StoredSegment> {
    let wanted = filter.map { Set($0) }
    return Page(request, of: segments.filter { wanted?.contains($0.id) ?? true })
  }

  /// `POST /segments`: all of them or none.
  package mutating func createSegments(_ drafts: [SegmentDraft]) throws(StoreRefusal) -> [StoredSegment] {
    guard !drafts.isEmpty else { throw .noItems }
    var names = Set(segments.map(\.name))
    for (index, draft) in drafts.enumerated() {
      guard Self.isName(draft.name) else { throw .invalidField(item: index, field: "name") }
      guard names.insert(draft.name).inserted else { throw .segmentNameTaken(draft.name, count: drafts.count) }
    }
    guard names.count <= StoreLimits.segments else { throw .tooManySegments }
    let now = tick()
    return drafts.map { insertSegment(named: $0.name, description: $0.description ?? "", at: now) }
  }

  /// `PUT /segments`: all of them or none.
  ///
  /// Names are compared as they are after the request, so two segments can swap theirs. An id given twice is refused.
  package mutating func updateSegments(_ changes: [SegmentChange]) throws(StoreRefusal) -> [StoredSegment] {
    guard !changes.isEmpty else { throw .noItems }
    let unknown = changes.map(\.id).filter { segment($0) == nil }
    guard unknown.isEmpty else { throw .unknownSegments(unknown) }
    var updated: [StoredSegment] = []
    for (index, change) in changes.enumerated() {
      guard var segment = segment(change.id), !updated.contains(where: { $0.id == change.id }) else {
        throw .invalidField(item: index, field: "id")
      }
      segment.name = change.name ?? segment.name
      segment.description = change.description ?? segment.description
      guard Self.isName(segment.name) else { throw .invalidField(item: index, field: "name") }
      updated.append(segment)
    }
    let changed = Set(changes.map(\.id))
    var names = Set(segments.filter { !changed.contains($0.id) }.map(\.name))
    for segment in updated {
      guard names.insert(segment.name).inserted else { throw .segmentNameTaken(segment.name, count: changes.count) }
    }
    let now = tick()
    for index in updated.indices {
      updated[index].updatedAt = now
      replace(updated[index])
    }
    return updated
  }

  /// `DELETE /segments`: these, or with `nil` **every segment of the store**, as the vendor does.
  ///
  /// Ids without a segment are ignored.
  package mutating func deleteSegments(_ ids: [SegmentID]?) {
    for id in ids ?? segments.map(\.id) { remove(id) }
  }

  /// `GET /shopper-profiles/{id}/segments`.
  func listSegments(
    of profile: ShopperProfileID,
    _ request: PageRequest,
    without hidden: HiddenChanges = HiddenChanges()
  ) throws(StoreRefusal) -> Page<StoredSegment> {
    guard self.profile(profile) != nil else { throw .profilesNotFound([profile]) }
    let shown = segments.filter { segment in
      let isMember = membersBySegment[segment.id]?.contains(profile) ?? false
      return hidden.shows(profile, in: segment.id, isMember: isMember)
    }
    return Page(request, of: shown)
  }

  private static func isName(_ text: String) -> Bool {
    text.unicodeScalars.contains { !$0.properties.isWhitespace }
  }
}
