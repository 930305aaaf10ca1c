package import SegmentModel

/// A segment as the store keeps it; its members are kept separately.
package struct StoredSegment: Hashable, Sendable {
  package let id: SegmentID
  /// Unique in the store.
  package internal(set) var name: String
  /// Empty when none was given.
  package internal(set) var description: String
  package let createdAt: Timestamp
  /// When its name or description was last set; changes of its members do not count.
  package internal(set) var updatedAt: Timestamp
}

extension StoredSegment: Codable {
  enum CodingKeys: String, CodingKey {
    case id, name, description
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(SegmentID.self, forKey: .id)
    name = try fields.decode(String.self, forKey: .name)
    description = try fields.decodeIfPresent(String.self, forKey: .description) ?? ""
    createdAt = try fields.decodeIfPresent(Timestamp.self, forKey: .createdAt) ?? Store.start
    updatedAt = try fields.decodeIfPresent(Timestamp.self, forKey: .updatedAt) ?? createdAt
  }
}

/// A segment to create: an item of `POST /segments`.
package struct SegmentDraft: Decodable, Sendable {
  let name: String
  let description: String?

  package init(name: String, description: String? = nil) {
    self.name = name
    self.description = description
  }
}

/// A change of a segment: an item of `PUT /segments`; `nil` leaves a field as it is.
package struct SegmentChange: Sendable {
  let id: SegmentID
  let name: String?
  /// Empty removes the description.
  let description: String?

  package init(id: SegmentID, name: String? = nil, description: String? = nil) {
    self.id = id
    self.name = name
    self.description = description
  }
}

/// A shopper profile as the store keeps it: one to one with a registered customer.
package struct StoredProfile: Hashable, Sendable {
  package let id: ShopperProfileID
  /// 1 or more, unique in the store.
  package let customerID: Int
  /// Also when it was last updated: nothing in a profile can change.
  let createdAt: Timestamp

  /// The id of the profile with this number, 1 to 2⁴⁸ − 1: `00000000-0000-4000-8000-` and twelve hexadecimal digits.
  ///
  /// A reader recognizes the number in a failing test.
  package static func numberedID(_ number: Int) -> ShopperProfileID {
    let digits = UInt64(truncatingIfNeeded: number) & 0xFFFF_FFFF_FFFF
    return ShopperProfileID(bits: UUIDBits(high: 0x4000, low: 0x8000_0000_0000_0000 | digits))
  }
}

extension StoredProfile: Codable {
  enum CodingKeys: String, CodingKey {
    case id
    case customerID = "customer_id"
    case createdAt = "created_at"
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(ShopperProfileID.self, forKey: .id)
    customerID = try fields.decode(Int.self, forKey: .customerID)
    createdAt = try fields.decodeIfPresent(Timestamp.self, forKey: .createdAt) ?? Store.start
  }
}

/// A registered customer as the store keeps it.
package struct StoredCustomer: Hashable, Sendable {
  /// 1 or more, unique in the store.
  package let id: Int
  /// As it was registered; unique in the store, compared without regard to case.
  package let email: String

  package init(id: Int, email: String) {
    self.id = id
    self.email = email
  }

  /// The email of a customer who was registered without one: `customer7@example.com`.
  package static func numberedEmail(_ id: Int) -> String { "customer\(id)@example.com" }
}
