import SegmentModel

/// What faults look at in a request that got past the token and the address.
struct RequestFacts: Sendable {
  let kind: RequestKind
  /// The segment in the path.
  let segment: SegmentID?
  /// The page asked for; 1 for anything that is no list.
  let page: Int
  /// Whether it is the last page of the members as they are now, or past it; only lists of members have one here.
  let isLastPage: Bool
  /// The profiles of an add or a removal, in the order of the request.
  let profiles: [ShopperProfileID]
  /// The names of the segments to create.
  let names: [String]

  init(_ endpoint: StoreEndpoint, _ request: ReceivedRequest, _ ids: [UUIDBits], in store: Store) {
    kind = RequestKind(endpoint)
    // A page that is out of range is refused later on; until then it is the first.
    let requested = try? Query(request.query).page
    page = requested?.number ?? 1
    segment = endpoint.segment
    if let requested, let segment, kind == .list, let count = store.membersBySegment[segment]?.count {
      isLastPage = requested.offset + requested.limit >= count
    } else {
      isLastPage = false
    }
    profiles = kind == .add || kind == .remove ? ids.map { ShopperProfileID(bits: $0) } : []
    names = kind == .create ? ((try? RequestBodies.segmentDrafts(request.body)) ?? []).map(\.name) : []
  }
}

/// What requests are told apart by, in faults (`on=`) and in statistics.
package enum RequestKind: String, Codable, Sendable, CaseIterable {
  /// A page of a segment's members.
  case list
  /// A page of the segments.
  case segments
  case add
  case remove
  case create
  case update
  case delete
  /// Everything about shopper profiles themselves.
  case profiles
  /// A page of the customers.
  case customers
  /// A page of the promotions.
  case promotions

  init(_ endpoint: StoreEndpoint) {
    self =
      switch endpoint {
      case .listMembers: .list
      case .listSegments: .segments
      case .addMembers: .add
      case .removeMembers: .remove
      case .createSegments: .create
      case .updateSegments: .update
      case .deleteSegments: .delete
      case .listProfiles, .createProfiles, .deleteProfiles, .listSegmentsOfProfile: .profiles
      case .listCustomers: .customers
      case .listPromotions: .promotions
      }
  }
}
