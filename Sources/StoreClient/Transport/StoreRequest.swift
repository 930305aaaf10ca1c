import FoundationEssentials
import SegmentModel

/// A page of a list; pages count from 1.
struct PageRequest: Hashable, Sendable {
  let number: Int
  let limit: Int

  fileprivate var query: String { "?page=\(number)&limit=\(limit)" }
}

/// Every request that this project can send to a store.
///
/// A DELETE without `id:in` would empty a segment, or delete every segment of the store. It cannot be expressed: a
/// ``Batch`` has 1 to 50 members, and a deletion names exactly one segment. No case deletes shopper profiles.
enum StoreRequest: Hashable, Sendable {
  case listSegments(PageRequest)
  case findSegment(SegmentID)
  case createSegment(name: String, description: String)
  case updateSegment(SegmentID, name: String?, description: String?)
  case deleteSegment(SegmentID)
  case listMembers(SegmentID, PageRequest)
  case listSegmentsOfProfile(ShopperProfileID, PageRequest)
  case addMembers(SegmentID, Batch)
  case removeMembers(SegmentID, Batch)
  case findCustomers(CustomerQuery, PageRequest)
  case createProfiles(CustomerBatch)
  case listPromotions(PageRequest)

  var method: String { parts.method }

  /// The path below the store's base address.
  var path: String { parts.path }

  /// The query with its question mark, or nothing.
  var query: String { parts.query }

  // `id:in` is comma separated (segments.v3.yml, FilterIdParam). The colon and the commas are percent-encoded, which
  // every server must decode.
  private var parts: (method: String, path: String, query: String) {
    switch self {
    case .listSegments(let page): ("GET", "/segments", page.query)
    case .findSegment(let segment): ("GET", "/segments", "?id%3Ain=\(segment)")
    case .createSegment: ("POST", "/segments", "")
    case .updateSegment: ("PUT", "/segments", "")
    case .deleteSegment(let segment): ("DELETE", "/segments", "?id%3Ain=\(segment)")
    case .listMembers(let segment, let page): ("GET", "/segments/\(segment)/shopper-profiles", page.query)
    case .addMembers(let segment, _): ("POST", "/segments/\(segment)/shopper-profiles", "")
    case .removeMembers(let segment, let batch):
      ("DELETE", "/segments/\(segment)/shopper-profiles", "?id%3Ain=" + batch.members.map(\.description).joined(separator: "%2C"))
    case .listSegmentsOfProfile(let profile, let page): ("GET", "/shopper-profiles/\(profile)/segments", page.query)
    case .createProfiles: ("POST", "/shopper-profiles", "")
    case .findCustomers(let query, let page): ("GET", Self.customersPath, Self.customersQuery(page) + query.parameter)
    case .listPromotions(let page): ("GET", "/promotions", page.query + "&status=ENABLED")
    }
  }

  private static let customersPath = "/customers"

  private static func customersQuery(_ page: PageRequest) -> String {
    page.query + "&include=shopper_profile_id&"
  }

  /// The length of the address of a search for customers without its filter, in bytes.
  static func customersAddressBytes(below address: StoreAddress) -> Int {
    (address.base + customersPath + customersQuery(PageRequest(number: 9, limit: PageLimit.largest))).utf8.count
  }

  /// Whether the request names people: its answer may repeat them, so errors keep no text of that answer.
  var namesPeople: Bool {
    if case .findCustomers = self { true } else { false }
  }

  var isWrite: Bool { method != "GET" }

  /// The OAuth scope that the request needs (segments.v3.yml, security scheme).
  ///
  /// Listing the members of a segment needs `modify`.
  var scope: String {
    switch self {
    case .listSegments, .findSegment, .listSegmentsOfProfile, .findCustomers:
      "store_v2_customers_read_only or store_v2_customers"
    case .listPromotions: "store_v2_marketing_read_only or store_v2_marketing"
    default: "store_v2_customers (Customers: modify)"
    }
  }

  /// The JSON body; `nil` for requests without one.
  var body: [UInt8]? {
    get throws {
      switch self {
      case .createSegment(let name, let description):
        try encode([["name": name, "description": description]])
      case .updateSegment(let id, let name, let description):
        // A field that is left out keeps its value.
        try encode([["id": id.description, "name": name, "description": description].compactMapValues(\.self)])
      case .addMembers(_, let batch):
        try encode(batch.members.map(\.description))
      case .createProfiles(let batch):
        try encode(batch.customers.map { ["customer_id": $0.number] })
      case .listSegments, .findSegment, .deleteSegment, .listMembers, .listSegmentsOfProfile, .removeMembers, .findCustomers,
        .listPromotions:
        nil
      }
    }
  }

  private func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
