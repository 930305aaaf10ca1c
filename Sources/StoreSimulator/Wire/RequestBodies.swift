import FoundationEssentials
import SegmentModel

/// The bodies of requests, in the shapes of segments.v3.yml.
extension ReceivedRequest {
  /// `SegmentsPostRequest`.
  func segmentDrafts() throws(StoreRefusal) -> [SegmentDraft] { try decoded([SegmentDraft].self) }

  /// `SegmentsPutRequest`.
  func segmentChanges() throws(StoreRefusal) -> [SegmentChange] {
    struct Item: Decodable {
      let id: String
      let name: String?
      let description: String?
    }
    let items = try decoded([Item].self)
    let ids = try Self.ids(SegmentID.self, from: items.map(\.id))
    return zip(ids, items).map { SegmentChange(id: $0, name: $1.name, description: $1.description) }
  }

  /// `ShopperProfilesAddRequest`.
  func profileIDs() throws(StoreRefusal) -> [ShopperProfileID] {
    try Self.ids(ShopperProfileID.self, from: try decoded([String].self))
  }

  /// `ShopperProfilesPostRequest`.
  func customers() throws(StoreRefusal) -> [Int] {
    struct Item: Decodable {
      let customerID: Int

      enum CodingKeys: String, CodingKey {
        case customerID = "customer_id"
      }
    }
    return try decoded([Item].self).map(\.customerID)
  }

  /// The ids in the query or else in the body, for the log: strings of an array, or the `id` of its objects.
  ///
  /// Whatever is not a UUID is left out.
  var mentionedIDs: [UUIDBits] {
    struct Item: Decodable {
      let id: String?
    }
    let named = Query(query).values(of: "id:in").compactMap { UUIDBits($0) }
    guard named.isEmpty, !body.isEmpty else { return named }
    let (decoder, data) = (JSONDecoder(), Data(body + " ".utf8))
    let texts =
      (try? decoder.decode([String].self, from: data))
      ?? (try? decoder.decode([Item].self, from: data))?.compactMap(\.id)
    return texts?.compactMap { UUIDBits($0) } ?? []
  }

  /// Parses texts that must all be UUIDs.
  static func ids<ID: UUIDIdentifier>(_ type: ID.Type, from texts: [String]) throws(StoreRefusal) -> [ID] {
    let invalid = texts.filter { ID($0) == nil }
    guard invalid.isEmpty else { throw .invalidIDs(invalid) }
    return texts.compactMap { ID($0) }
  }

  private func decoded<Value: Decodable>(_ type: Value.Type) throws(StoreRefusal) -> Value {
    try JSON.decode(type, from: body, orThrow: StoreRefusal.malformedBody)
  }
}
