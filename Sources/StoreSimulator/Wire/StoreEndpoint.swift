import SegmentModel

/// Which endpoint of the store's API a request is for.
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

  /// The endpoint of a method in capitals and a path `/stores/{hash}/v3/…`, with any hash.
  init(method: String, path: String) throws(StoreRefusal) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 5, parts[0].isEmpty, parts[1] == "stores", !parts[2].isEmpty, parts[3] == "v3" else {
      throw .notFound(path: path)
    }
    switch (parts[4], parts.count) {
    case ("segments", 5):
      self = try Self.choose(
        method,
        ["GET": .listSegments, "POST": .createSegments, "PUT": .updateSegments, "DELETE": .deleteSegments]
      )
    case ("segments", 7) where parts[6] == "shopper-profiles":
      guard let id = SegmentID(parts[5]) else { throw .invalidIDs([parts[5]]) }
      self = try Self.choose(method, ["GET": .listMembers(id), "POST": .addMembers(id), "DELETE": .removeMembers(id)])
    case ("shopper-profiles", 5):
      self = try Self.choose(method, ["GET": .listProfiles, "POST": .createProfiles, "DELETE": .deleteProfiles])
    case ("shopper-profiles", 7) where parts[6] == "segments":
      guard let id = ShopperProfileID(parts[5]) else { throw .invalidIDs([parts[5]]) }
      self = try Self.choose(method, ["GET": .listSegmentsOfProfile(id)])
    case ("customers", 5):
      self = try Self.choose(method, ["GET": .listCustomers])
    case ("promotions", 5):
      self = try Self.choose(method, ["GET": .listPromotions])
    default:
      throw .notFound(path: path)
    }
  }

  private static func choose(_ method: String, _ endpoints: [String: StoreEndpoint]) throws(StoreRefusal) -> StoreEndpoint {
    guard let endpoint = endpoints[method] else { throw .methodNotAllowed(method: method) }
    return endpoint
  }

  /// The segment in the path.
  var segment: SegmentID? {
    switch self {
    case .listMembers(let id), .addMembers(let id), .removeMembers(let id): id
    default: nil
    }
  }
}
