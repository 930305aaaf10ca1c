package import SegmentModel

extension Store {
  /// `GET /segments`, those of the filter or all, in the order in which they were created.
  func listSegments(_ request: PageRequest, filter: [SegmentID]?) -> Page<StoredSegment> {
    let wanted = filter.map { Set($0) }
    return Page(request, of: segmentOrder.filter { wanted?.contains($0) ?? true }, segment)
  }

  /// `POST /segments`: all of them or none.
  package mutating func createSegments(_ drafts: [SegmentDraft]) throws(StoreRefusal) -> [StoredSegment] {
    guard !drafts.isEmpty else { throw .noItems }
    var names: Set<String> = []
    for (index, draft) in drafts.enumerated() {
      guard Self.isName(draft.name) else { throw .invalidField(item: index, field: "name") }
      guard segmentIDsByName[draft.name] == nil, names.insert(draft.name).inserted else {
        throw .segmentNameTaken(draft.name, count: drafts.count)
      }
    }
    guard segmentOrder.count + drafts.count <= StoreLimits.segments else { throw .tooManySegments }
    let now = tick()
    return drafts.map { draft in
      let segment = StoredSegment(
        id: nextSegmentID(),
        name: draft.name,
        description: draft.description,
        createdAt: now,
        updatedAt: now
      )
      insert(segment)
      return segment
    }
  }

  /// `PUT /segments`: all of them or none.
  ///
  /// Names are compared as they are after the request, so that two segments may swap theirs.
  ///
  /// - Throws: ``StoreRefusal``, also for an id given twice.
  package mutating func updateSegments(_ changes: [SegmentChange]) throws(StoreRefusal) -> [StoredSegment] {
    guard !changes.isEmpty else { throw .noItems }
    let unknown = changes.map(\.id).filter { segmentsByID[$0] == nil }
    guard unknown.isEmpty else { throw .unknownSegments(unknown) }
    let changed = Set(changes.map(\.id))
    var updated: [StoredSegment] = []
    var names: Set<String> = []
    for (index, change) in changes.enumerated() {
      guard var segment = segmentsByID[change.id], !updated.contains(where: { $0.id == change.id }) else {
        throw .invalidField(item: index, field: "id")
      }
      segment.name = change.name ?? segment.name
      segment.description = change.description ?? segment.description
      guard Self.isName(segment.name) else { throw .invalidField(item: index, field: "name") }
      let isTaken = segmentIDsByName[segment.name].map { !changed.contains($0) } ?? false
      guard !isTaken, names.insert(segment.name).inserted else {
        throw .segmentNameTaken(segment.name, count: changes.count)
      }
      updated.append(segment)
    }
    let now = tick()
    for index in updated.indices {
      updated[index].updatedAt = now
      replace(updated[index])
    }
    return updated
  }

  /// `DELETE /segments`: these, or with `nil` **every segment of the store**, as the vendor's does.
  ///
  /// Ids without a segment are passed over.
  package mutating func deleteSegments(_ ids: [SegmentID]?) {
    for id in ids ?? segmentOrder { remove(id) }
  }

  /// `GET /shopper-profiles/{id}/segments`.
  func listSegments(of profile: ShopperProfileID, _ request: PageRequest) throws(StoreRefusal) -> Page<StoredSegment> {
    guard profilesByID[profile] != nil else { throw .profilesNotFound([profile]) }
    return Page(request, of: segmentOrder.filter { membersBySegment[$0]?.contains(profile) ?? false }, segment)
  }

  private static func isName(_ text: String) -> Bool {
    text.unicodeScalars.contains { !$0.properties.isWhitespace }
  }
}
