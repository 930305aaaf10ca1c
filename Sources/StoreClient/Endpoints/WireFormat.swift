import FoundationEssentials
import SegmentModel

// The shapes of segments.v3.yml, without unused fields. Unknown fields are ignored; a wrong type is an error.

/// `ShopperProfile`, as a member of a segment.
struct WireProfile: Decodable, Sendable {
  let id: ShopperProfileID
  /// `nil` if the answer has no valid customer number, which is for display only.
  let customer: CustomerID?
}

extension WireProfile {
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(ShopperProfileID.self, forKey: .id)
    customer = (try? fields.decode(Int.self, forKey: .customer)).flatMap { CustomerID($0) }
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case customer = "customer_id"
  }
}

/// `Segment`.
struct WireSegment: Decodable, Sendable {
  let id: SegmentID
  let name: String
  let description: String?
  let updatedAt: String?

  var segment: LiveSegment { LiveSegment(id: id, name: name, description: description ?? "", updatedAt: updatedAt) }
}

extension WireSegment {
  private enum CodingKeys: String, CodingKey {
    case id, name, description
    case updatedAt = "updated_at"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(SegmentID.self, forKey: .id)
    name = try fields.decode(String.self, forKey: .name)
    description = try fields.decodeIfPresent(String.self, forKey: .description)
    updatedAt = try? fields.decodeIfPresent(String.self, forKey: .updatedAt)
  }
}

/// `ShopperProfile`, as the answer to its creation.
struct WireCreatedProfile: Decodable, Sendable {
  let id: ShopperProfileID
  let customerID: CustomerID

  enum CodingKeys: String, CodingKey {
    case id
    case customerID = "customer_id"
  }
}

/// An answer that is read without its `meta`.
struct WireRecords<Record: Decodable & Sendable>: Decodable, Sendable {
  /// Also empty for `null`.
  let data: [Record]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKeys.self)
    data = try container.decode([Record]?.self, forKey: .data) ?? []
  }
}

enum WireKeys: String, CodingKey {
  case data
  case meta
}

/// A page of a collection: `data` and `meta.pagination`.
struct WirePage<Record: Decodable & Sendable>: Decodable, Sendable {
  let data: [Record]
  let pagination: WirePagination?
  /// Whether the page has neither `data`, even an empty one, nor a total of 0.
  let isBlank: Bool

  init(data: [Record]?, pagination: WirePagination?) {
    self.data = data ?? []
    self.pagination = pagination
    isBlank = data == nil && pagination?.total != 0
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKeys.self)
    let meta = try container.decodeIfPresent(ObjectOrNothing<Meta>.self, forKey: .meta)?.object
    let pagination = meta?.pagination?.object
    let isLeftOut = !container.contains(.data) && pagination?.total == 0
    self.init(data: isLeftOut ? nil : try container.decode([Record]?.self, forKey: .data), pagination: pagination)
  }

  private struct Meta: Decodable {
    let pagination: ObjectOrNothing<WirePagination>?
  }
}

/// An object, or the empty array that PHP writes for an empty object.
private struct ObjectOrNothing<Object: Decodable>: Decodable {
  let object: Object?

  init(from decoder: any Decoder) throws {
    let isNothing = (try? decoder.unkeyedContainer())?.isAtEnd == true
    object = isNothing ? nil : try Object(from: decoder)
  }
}

/// What a page states about itself and its list.
struct WirePagination: Decodable, Hashable, Sendable {
  var total: Int?
  var count: Int?
  /// Records on a full page.
  var perPage: Int?
  /// The number of this page, from 1.
  var currentPage: Int?
  var totalPages: Int?
  private var links: Links?

  /// Whether `links` names a next page; `nil` without `links`.
  var hasNext: Bool? { links?.hasNext }

  private enum CodingKeys: String, CodingKey {
    case total
    case count
    case perPage = "per_page"
    case currentPage = "current_page"
    case totalPages = "total_pages"
    case links
  }

  private struct Links: Decodable, Hashable, Sendable {
    /// `nil` for anything but an object.
    var hasNext: Bool?

    private enum CodingKeys: CodingKey {
      case next
    }

    init(from decoder: any Decoder) {
      guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else { return }
      let isNull = (try? fields.decodeNil(forKey: .next)) ?? true
      hasNext = !isNull && (try? fields.decode(String.self, forKey: .next)) != ""
    }
  }
}
