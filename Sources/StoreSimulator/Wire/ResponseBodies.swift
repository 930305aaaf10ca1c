import SegmentModel

/// The bodies of answers, in the shapes of segments.v3.yml, customers.v3.yml and promotions.v3.yml.
enum ResponseBodies {
  /// `SegmentCollectionResponse`, or the promotions as far as they concern segments.
  static func collection(_ page: Page<some Encodable>) -> [UInt8] {
    JSON.encode(Body(data: page.records, meta: Meta(pagination: Pagination(page))))
  }

  /// `SegmentsResponse`.
  static func segments(_ segments: [StoredSegment]) -> [UInt8] {
    JSON.encode(Body(data: segments, meta: [String: String]()))
  }

  /// `GetCustomerCollectionResponse`, as far as the client reads it.
  ///
  /// With `hasProfiles`, each customer has `shopper_profile_id`, `null` if it has no profile. The vendor does not document
  /// whether the field is then left out.
  static func customers(_ page: Page<StoredCustomer>, in store: Store, hasProfiles: Bool) -> [UInt8] {
    struct Customer: Encodable {
      let id: Int
      let email: String
      let shopperProfileId: OrNull<ShopperProfileID>?
    }
    let customers = page.records.map { customer in
      let profile = OrNull(wrappedValue: store.profileID(ofCustomer: customer.id))
      return Customer(id: customer.id, email: customer.email, shopperProfileId: hasProfiles ? profile : nil)
    }
    return JSON.encode(Body(data: customers, meta: Meta(pagination: Pagination(page))))
  }

  /// `ShopperProfilesGetResponse`, `ShopperProfilesCollectionResponse`.
  static func profiles(_ page: Page<StoredProfile>) -> [UInt8] {
    profiles(page.records, meta: JSON.encode(Meta(pagination: Pagination(page))))
  }

  /// `ShopperProfilesResponse`, or without `meta` `ShopperProfilesAddResponse`.
  ///
  /// Written by hand: a million members are 4,000 pages, and an encoder would take longer for them than the client that is
  /// measured.
  static func profiles(_ profiles: [StoredProfile], meta: [UInt8]?) -> [UInt8] {
    let records = profiles.map { profile in
      let time = profile.createdAt.text
      return #"{"id":"\#(profile.id)","customer_id":\#(profile.customerID),"created_at":"\#(time)","updated_at":"\#(time)"}"#
    }
    let data = Array("{\"data\":[\(records.joined(separator: ","))]".utf8)
    return data + (meta.map { Array(",\"meta\":".utf8) + $0 } ?? []) + [UInt8(ascii: "}")]
  }

  private struct Body<Record: Encodable, Meta: Encodable>: Encodable {
    let data: [Record]
    let meta: Meta
  }

  private struct Meta: Encodable {
    let pagination: Pagination
  }

  private struct Pagination: Encodable {
    let total: Int?
    let count: Int
    let perPage: Int
    let currentPage: Int
    let totalPages: Int
    let links: [String: String]

    init(_ page: Page<some Any>) {
      let request = page.request
      func link(_ number: Int) -> String { "?page=\(number)&limit=\(request.limit)" }
      total = page.totalOffset == 0 ? nil : page.total + (page.totalOffset ?? 0)
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
}
