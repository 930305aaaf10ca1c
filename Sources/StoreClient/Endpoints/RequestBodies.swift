import FoundationEssentials
import SegmentModel

extension StoreRequest {
  /// The JSON body, `nil` for requests that have none.
  var body: [UInt8]? {
    get throws {
      switch self {
      case .createSegment(let name, let description):
        try encode([["name": name, "description": description]])
      case .updateSegment(let id, let name, let description):
        // What is left out stays as it is.
        try encode([["id": id.description, "name": name, "description": description].compactMapValues(\.self)])
      case .addMembers(_, let batch):
        try encode(batch.members.map(\.description))
      case .createProfiles(let batch):
        try encode(batch.customers.map { ["customer_id": $0.number] })
      case .listSegments, .findSegment, .deleteSegment, .listMembers, .removeMembers, .findCustomers, .listPromotions:
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
