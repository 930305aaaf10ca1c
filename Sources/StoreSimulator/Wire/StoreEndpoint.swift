import SegmentModel

/// The endpoint of the store's API that a request is for.
enum StoreEndpoint: Hashable, Sendable {
  case listSegments
  case createSegments
  case updateSegments
  case deleteSegments
  case listMembers(SegmentID)
  case addMembers(SegmentID)
  case removeMembers(SegmentID)
  case listProfiles
  case createProfiles
  case deleteProfiles
  case listSegmentsOfProfile(ShopperProfileID)
  case listCustomers
  case listPromotions

  /// Finds the endpoint of a method in capitals and a path `/stores/{hash}/v3/…` with any hash.
  init(method: String, path: String) throws(StoreRefusal) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 5, parts[0].isEmpty, parts[1] == "stores", !parts[2].isEmpty, parts[3] == "v3" else {
      throw .notFound(path: path)
    }
    let endpoints: [String: StoreEndpoint]
    switch (parts[4], parts.count) {
    case ("segments", 5):
      endpoints = ["GET": .listSegments, "POST": .createSegments, "PUT": .updateSegments, "DELETE": .deleteSegments]
    case ("segments", 7) where parts[6] == "shopper-profiles":
      guard let id = SegmentID(parts[5]) else { throw .invalidIDs([parts[5]]) }
      endpoints = ["GET": .listMembers(id), "POST": .addMembers(id), "DELETE": .removeMembers(id)]
    case ("shopper-profiles", 5):
      endpoints = ["GET": .listProfiles, "POST": .createProfiles, "DELETE": .deleteProfiles]
    case ("shopper-profiles", 7) where parts[6] == "segments":
      guard let id = ShopperProfileID(parts[5]) else { throw .invalidIDs([parts[5]]) }
      endpoints = ["GET": .listSegmentsOfProfile(id)]
    case ("customers", 5): endpoints = ["GET": .listCustomers]
    case ("promotions", 5): endpoints = ["GET": .listPromotions]
    default: throw .notFound(path: path)
    }
    guard let endpoint = endpoints[method] else { throw .methodNotAllowed(method: method) }
    self = endpoint
  }

  /// The segment whose members the request is about.
  var segment: SegmentID? {
    switch self {
    case .listMembers(let id), .addMembers(let id), .removeMembers(let id): id
    default: nil
    }
  }

  var kind: RequestKind {
    switch self {
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

/// The kinds of request that faults (`on=`) and statistics distinguish.
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
  /// Every request about shopper profiles themselves.
  case profiles
  /// A page of the customers.
  case customers
  /// A page of the promotions.
  case promotions
}
