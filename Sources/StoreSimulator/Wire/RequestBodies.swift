import FoundationEssentials
import SegmentModel

/// Reads the bodies of requests; the shapes are those of segments.v3.yml.
enum RequestBodies {
  /// `SegmentsPostRequest`.
  static func segmentDrafts(_ body: [UInt8]) throws(StoreRefusal) -> [SegmentDraft] {
    struct Item: Decodable {
      let name: String
      let description: String?
    }
    return try decode([Item].self, from: body).map { SegmentDraft(name: $0.name, description: $0.description ?? "") }
  }

  /// `SegmentsPutRequest`.
  static func segmentChanges(_ body: [UInt8]) throws(StoreRefusal) -> [SegmentChange] {
    struct Item: Decodable {
      let id: String
      let name: String?
      let description: String?
    }
    let items = try decode([Item].self, from: body)
    let ids = try ids(SegmentID.self, from: items.map(\.id))
    return zip(ids, items).map { SegmentChange(id: $0, name: $1.name, description: $1.description) }
  }

  /// `ShopperProfilesAddRequest`.
  static func profileIDs(_ body: [UInt8]) throws(StoreRefusal) -> [ShopperProfileID] {
    try ids(ShopperProfileID.self, from: try decode([String].self, from: body))
  }

  /// `ShopperProfilesPostRequest`.
  static func customers(_ body: [UInt8]) throws(StoreRefusal) -> [Int] {
    struct Item: Decodable {
      let customerID: Int

      enum CodingKeys: String, CodingKey {
        case customerID = "customer_id"
      }
    }
    return try decode([Item].self, from: body).map(\.customerID)
  }

  /// The ids of texts that must all be UUIDs.
  static func ids<ID: UUIDIdentifier>(_ type: ID.Type, from texts: [String]) throws(StoreRefusal) -> [ID] {
    let invalid = texts.filter { ID($0) == nil }
    guard invalid.isEmpty else { throw .invalidIDs(invalid) }
    return texts.compactMap { ID($0) }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws(StoreRefusal) -> Value {
    try JSON.decode(type, from: body, orThrow: StoreRefusal.malformedBody)
  }

  /// The ids that a body names, for the log: strings of an array, or the `id` of its objects.
  ///
  /// Empty for any other body.
  static func mentionedIDs(_ body: [UInt8]) -> [UUIDBits] {
    struct Item: Decodable {
      let id: String?

      enum CodingKeys: CodingKey {
        case id
      }

      init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
          id = text
        } else {
          id = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .id)
        }
      }
    }
    guard !body.isEmpty, let items = try? JSONDecoder().decode([Item].self, from: Data(body)) else { return [] }
    return items.compactMap { $0.id.flatMap { UUIDBits($0) } }
  }
}
