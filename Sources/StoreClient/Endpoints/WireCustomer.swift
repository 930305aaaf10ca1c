import SegmentModel

// The shapes of customers.v3.yml and of created profiles, as far as they are used.

/// A customer's id as it stands in JSON; decoding fails on anything but a positive whole number.
struct WireCustomerID: Decodable, Sendable {
  let id: CustomerID

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = CustomerID(try container.decode(Int.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a positive number of 32 bits")
    }
    self.id = id
  }
}

/// `customer_Full` with `include=shopper_profile_id`.
struct WireCustomer: Decodable, Sendable {
  let id: WireCustomerID
  let email: String?
  /// Missing, `null` or empty when the customer has no profile: which of them the vendor does not say.
  let profileID: WireID<ShopperProfileID>?

  enum CodingKeys: String, CodingKey {
    case id
    case email
    case profileID = "shopper_profile_id"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(WireCustomerID.self, forKey: .id)
    email = try container.decodeIfPresent(String.self, forKey: .email)
    let hasNone = (try? container.decode(String.self, forKey: .profileID)) == ""
    profileID = hasNone ? nil : try container.decodeIfPresent(WireID<ShopperProfileID>.self, forKey: .profileID)
  }
}

/// `ShopperProfile`, with the customer whom it was made for.
struct WireCreatedProfile: Decodable, Sendable {
  let id: WireID<ShopperProfileID>
  let customerID: WireCustomerID

  enum CodingKeys: String, CodingKey {
    case id
    case customerID = "customer_id"
  }
}
