import SegmentModel

/// The bodies of answers, in the shapes of segments.v3.yml.
enum ResponseBodies {
  /// `SegmentCollectionResponse`.
  static func segments(_ page: Page<StoredSegment>) -> [UInt8] { collection(page, Segment.init) }

  /// `ShopperProfilesGetResponse`, `ShopperProfilesCollectionResponse`.
  ///
  /// Written by hand: a million members are 4,000 pages, and an encoder takes longer for them than the client that is measured.
  static func profiles(_ page: Page<StoredProfile>) -> [UInt8] {
    let records = page.records.map { profile in
      let time = profile.createdAt.text
      return #"{"id":"\#(profile.id)","customer_id":\#(profile.customerID),"created_at":"\#(time)","updated_at":"\#(time)"}"#
    }
    let meta = JSONBody.of(Meta(pagination: Pagination(page)))
    return Array("{\"data\":[\(records.joined(separator: ","))],\"meta\":".utf8) + meta + [UInt8(ascii: "}")]
  }

  /// `GetCustomerCollectionResponse` of customers.v3.yml, as far as the client reads it.
  ///
  /// With `hasProfiles`, each has `shopper_profile_id`, `null` if there is none. The vendor does not say whether it is left out then.
  static func customers(_ page: Page<StoredCustomer>, in store: Store, hasProfiles: Bool) -> [UInt8] {
    collection(page) { customer in
      let profile = OrNull(store.profileID(ofCustomer: customer.id)?.description)
      return Customer(id: customer.id, email: customer.email, shopperProfileId: hasProfiles ? profile : nil)
    }
  }

  /// The promotions of promotions.v3.yml, as far as they are about segments.
  static func promotions(_ page: Page<StoredPromotion>) -> [UInt8] { collection(page) { $0 } }

  /// `SegmentsResponse`.
  static func segments(_ segments: [StoredSegment]) -> [UInt8] {
    JSONBody.of(List(data: segments.map(Segment.init), meta: [:]))
  }

  /// `ShopperProfilesResponse`.
  static func profiles(_ profiles: [StoredProfile]) -> [UInt8] {
    JSONBody.of(List(data: profiles.map(Profile.init), meta: [:]))
  }

  /// `ShopperProfilesAddResponse`, which has no `meta`.
  static func added(_ profiles: [StoredProfile]) -> [UInt8] {
    JSONBody.of(List(data: profiles.map(Profile.init), meta: nil))
  }

  private static func collection<Record, Shape: Encodable>(_ page: Page<Record>, _ shape: (Record) -> Shape) -> [UInt8] {
    JSONBody.of(Collection(data: page.records.map(shape), meta: Meta(pagination: Pagination(page))))
  }

  private struct List<Record: Encodable>: Encodable {
    let data: [Record]
    let meta: [String: String]?
  }

  private struct Collection<Record: Encodable>: Encodable {
    let data: [Record]
    let meta: Meta
  }

  private struct Meta: Encodable {
    let pagination: Pagination
  }

  private struct Pagination: Encodable {
    let total: Int
    let count: Int
    let perPage: Int
    let currentPage: Int
    let totalPages: Int
    let links: [String: String]

    init(_ page: Page<some Any>) {
      let request = page.request
      func link(_ number: Int) -> String { "?page=\(number)&limit=\(request.limit)" }
      total = page.total
      count = page.records.count
      perPage = request.limit
      currentPage = request.number
      totalPages = page.pageCount
      var links = ["current": link(request.number)]
      if request.number > 1 { links["previous"] = link(request.number - 1) }
      if request.number < page.pageCount { links["next"] = link(request.number + 1) }
      self.links = links
    }
  }

  private struct Customer: Encodable {
    let id: Int
    let email: String
    let shopperProfileId: OrNull<String>?
  }

  /// `Segment`.
  private struct Segment: Encodable {
    let id: String
    let name: String
    let description: String
    let createdAt: String
    let updatedAt: String

    init(_ segment: StoredSegment) {
      id = segment.id.description
      name = segment.name
      description = segment.description
      createdAt = segment.createdAt.text
      updatedAt = segment.updatedAt.text
    }
  }

  /// `ShopperProfile`.
  private struct Profile: Encodable {
    let id: String
    let customerId: Int
    let createdAt: String
    let updatedAt: String

    init(_ profile: StoredProfile) {
      id = profile.id.description
      customerId = profile.customerID
      createdAt = profile.createdAt.text
      updatedAt = createdAt
    }
  }
}
