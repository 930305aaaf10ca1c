import FoundationEssentials
import SegmentModel

extension StoreRequest {
  /// The JSON body, `nil` for requests that have none.
  ///
  /// - Throws: Only what the JSON encoder throws.
  var body: [UInt8]? {
    get throws {
      switch self {
      case .createSegment(let segment):
        return try encode([NewSegmentBody(name: segment.name, description: segment.description)])
      case .updateSegment(let id, let name, let description):
        return try encode([SegmentUpdateBody(id: id.description, name: name, description: description)])
      case .addMembers(_, let batch):
        return try encode(batch.members.map(\.description))
      case .createProfiles(let batch):
        return try encode(batch.customers.map { NewProfileBody(customerID: $0.number) })
      case .listSegments, .findSegment, .deleteSegment, .listMembers, .removeMembers, .findCustomers, .listPromotions:
        return nil
      }
    }
  }

  private func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}

/// `SegmentPost`.
private struct NewSegmentBody: Encodable {
  let name: String
  let description: String
}

/// `ShopperProfilePost`.
private struct NewProfileBody: Encodable {
  let customerID: Int32

  enum CodingKeys: String, CodingKey {
    case customerID = "customer_id"
  }
}

/// `SegmentPut`; what is `nil` stays as it is.
private struct SegmentUpdateBody: Encodable {
  let id: String
  let name: String?
  let description: String?
}
