import SegmentModel

/// Writes the bodies of answers; the shapes are those of segments.v3.yml.
enum ResponseBodies {
  /// `SegmentCollectionResponse`.
  static func segments(_ page: Page<StoredSegment>) -> [UInt8] { collection(page, write: segment) }

  /// `ShopperProfilesGetResponse`, `ShopperProfilesCollectionResponse`.
  static func profiles(_ page: Page<StoredProfile>) -> [UInt8] { collection(page, write: profile) }

  /// `GetCustomerCollectionResponse` of customers.v3.yml, as far as anybody here reads it.
  ///
  /// With `hasProfiles`, each has `shopper_profile_id`, `null` where there is none; the vendor does not say whether it is left out then.
  static func customers(_ page: Page<StoredCustomer>, in store: Store, hasProfiles: Bool) -> [UInt8] {
    collection(page) { json, customer in
      json.object { json in
        json.key("id")
        json.number(customer.id)
        json.key("email")
        json.string(customer.email)
        guard hasProfiles else { return }
        json.key("shopper_profile_id")
        if let id = store.profileID(ofCustomer: customer.id) { json.id(id) } else { json.null() }
      }
    }
  }

  /// `SegmentsResponse`.
  static func segments(_ segments: [StoredSegment]) -> [UInt8] { list(segments, hasMeta: true, write: segment) }

  /// `ShopperProfilesResponse`.
  static func profiles(_ profiles: [StoredProfile]) -> [UInt8] { list(profiles, hasMeta: true, write: profile) }

  /// `ShopperProfilesAddResponse`, which has no `meta`.
  static func added(_ profiles: [StoredProfile]) -> [UInt8] { list(profiles, hasMeta: false, write: profile) }

  private static func list<Record>(
    _ records: [Record],
    hasMeta: Bool,
    write: (inout JSONWriter, Record) -> Void
  ) -> [UInt8] {
    var json = JSONWriter(capacity: 64 + records.count * 180)
    json.object { json in
      json.key("data")
      json.array { json in
        for record in records { write(&json, record) }
      }
      if hasMeta {
        json.key("meta")
        json.object { _ in }
      }
    }
    return json.bytes
  }

  private static func collection<Record>(_ page: Page<Record>, write: (inout JSONWriter, Record) -> Void) -> [UInt8] {
    var json = JSONWriter(capacity: 256 + page.records.count * 180)
    json.object { json in
      json.key("data")
      json.array { json in
        for record in page.records { write(&json, record) }
      }
      json.key("meta")
      json.object { json in
        json.key("pagination")
        pagination(&json, page)
      }
    }
    return json.bytes
  }

  private static func pagination<Record>(_ json: inout JSONWriter, _ page: Page<Record>) {
    let request = page.request
    json.object { json in
      json.key("total")
      json.number(page.total)
      json.key("count")
      json.number(page.records.count)
      json.key("per_page")
      json.number(request.limit)
      json.key("current_page")
      json.number(request.number)
      json.key("total_pages")
      json.number(page.pageCount)
      json.key("links")
      json.object { json in
        if request.number > 1 {
          json.key("previous")
          json.string("?page=\(request.number - 1)&limit=\(request.limit)")
        }
        json.key("current")
        json.string("?page=\(request.number)&limit=\(request.limit)")
        if request.number < page.pageCount {
          json.key("next")
          json.string("?page=\(request.number + 1)&limit=\(request.limit)")
        }
      }
    }
  }

  /// `Segment`.
  private static func segment(_ json: inout JSONWriter, _ segment: StoredSegment) {
    json.object { json in
      json.key("id")
      json.id(segment.id)
      json.key("name")
      json.string(segment.name)
      json.key("description")
      json.string(segment.description)
      json.key("created_at")
      json.string(segment.createdAt.text)
      json.key("updated_at")
      json.string(segment.updatedAt.text)
    }
  }

  /// `ShopperProfile`.
  private static func profile(_ json: inout JSONWriter, _ profile: StoredProfile) {
    let time = profile.createdAt.text
    json.object { json in
      json.key("id")
      json.id(profile.id)
      json.key("customer_id")
      json.number(profile.customerID)
      json.key("created_at")
      json.string(time)
      json.key("updated_at")
      json.string(time)
    }
  }
}
