import SegmentModel

/// What faults need to know about a request whose token and address are valid.
struct RequestFacts: Sendable {
  let kind: RequestKind
  /// The segment in the path.
  let segment: SegmentID?
  /// The page asked for; 1 unless the request is a list.
  let page: Int
  /// Whether it is the last page of a segment's members, or beyond it.
  let isLastPage: Bool
  /// The profiles of an add or a removal, in the order of the request.
  let profiles: [ShopperProfileID]
  /// The names of the segments to create.
  let names: [String]

  init(_ endpoint: StoreEndpoint, _ request: ReceivedRequest, _ ids: [UUIDBits], in store: Store) {
    kind = endpoint.kind
    segment = endpoint.segment
    // A page that is out of range is refused later; until then it counts as the first.
    let requested = try? Query(request.query).page()
    page = requested?.number ?? 1
    if let requested, let segment, kind == .list, let count = store.membersBySegment[segment]?.count {
      isLastPage = requested.offset + requested.limit >= count
    } else {
      isLastPage = false
    }
    profiles = kind == .add || kind == .remove ? ids.map { ShopperProfileID(bits: $0) } : []
    names = kind == .create ? ((try? request.segmentDrafts()) ?? []).map(\.name) : []
  }
}
