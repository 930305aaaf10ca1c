/// What requests are told apart by, in faults (`on=`) and in statistics.
package enum RequestKind: String, Hashable, Sendable, CaseIterable {
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
