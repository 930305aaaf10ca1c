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
  /// Missing or `null` when the customer has no profile: which of both the vendor does not say.
  let profileID: WireID<ShopperProfileID>?

  enum CodingKeys: String, CodingKey {
    case id
    case email
    case profileID = "shopper_profile_id"
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
