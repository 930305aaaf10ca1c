import FoundationEssentials
import SegmentModel

// The shapes of segments.v3.yml, as far as they are used. Unknown fields are ignored; a known one of another type is an error.

/// `ShopperProfile`, of which only the id matters here.
struct WireProfile: Decodable, Sendable {
  let id: ShopperProfileID
  /// `nil` if the answer has no valid customer number; the number is for display only.
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

  var segment: LiveSegment { LiveSegment(id: id, name: name, description: description ?? "") }
}

/// `ShopperProfile`, with the customer whom it was made for.
struct WireCreatedProfile: Decodable, Sendable {
  let id: ShopperProfileID
  let customerID: CustomerID

  enum CodingKeys: String, CodingKey {
    case id
    case customerID = "customer_id"
  }
}

/// An answer that a store may give without a body where it has nothing to list: 204, or 200 with nothing in it.
protocol BodilessAnswer: Decodable {
  static var withoutBody: Self { get }
}

/// An answer of which only `data` matters.
struct WireRecords<Record: Decodable & Sendable>: BodilessAnswer, Sendable {
  static var withoutBody: Self { WireRecords(data: []) }

  /// Empty as well where the store says `null`.
  let data: [Record]
}

extension WireRecords {
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
struct WirePage<Record: Decodable & Sendable>: BodilessAnswer, Sendable {
  static var withoutBody: Self { WirePage(data: nil, pagination: nil) }

  let data: [Record]
  let pagination: WirePagination?
  /// Whether the page holds nothing at all, not even an empty `data` or a total of 0.
  let isBlank: Bool

  init(data: [Record]?, pagination: WirePagination?) {
    self.data = data ?? []
    self.pagination = pagination
    isBlank = data == nil && pagination?.total != 0
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKeys.self)
    let pagination = try container.objectIfPresent(Meta.self, forKey: .meta)?.pagination
    let isLeftOut = !container.contains(.data) && pagination?.total == 0
    self.init(data: isLeftOut ? nil : try container.decode([Record]?.self, forKey: .data), pagination: pagination)
  }

  private struct Meta: Decodable {
    let pagination: WirePagination?

    enum CodingKeys: String, CodingKey {
      case pagination
    }

    init(from decoder: any Decoder) throws {
      pagination = try decoder.container(keyedBy: CodingKeys.self).objectIfPresent(WirePagination.self, forKey: .pagination)
    }
  }
}

/// What a page says of itself and of its list.
struct WirePagination: Decodable, Hashable, Sendable {
  var total: Int?
  var count: Int?
  /// Records on a page that is full.
  var perPage: Int?
  /// This page, from 1.
  var currentPage: Int?
  var totalPages: Int?
  /// Whether `links` names a next page; `nil` without `links`.
  var hasNext: Bool?
}

extension WirePagination {
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    total = try container.decodeIfPresent(Int.self, forKey: .total)
    count = try container.decodeIfPresent(Int.self, forKey: .count)
    perPage = try container.decodeIfPresent(Int.self, forKey: .perPage)
    currentPage = try container.decodeIfPresent(Int.self, forKey: .currentPage)
    totalPages = try container.decodeIfPresent(Int.self, forKey: .totalPages)
    if let links = try? container.nestedContainer(keyedBy: LinkKeys.self, forKey: .links) {
      let isNull = (try? links.decodeNil(forKey: .next)) ?? true
      hasNext = !isNull && (try? links.decode(String.self, forKey: .next)) != ""
    }
  }

  private enum CodingKeys: String, CodingKey {
    case total
    case count
    case perPage = "per_page"
    case currentPage = "current_page"
    case totalPages = "total_pages"
    case links
  }

  private enum LinkKeys: String, CodingKey {
    case next
  }
}

extension KeyedDecodingContainer {
  /// The object at the key; `nil` where there is none: left out, `null`, or the empty array that PHP writes for an empty object.
  fileprivate func objectIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    if let list = try? nestedUnkeyedContainer(forKey: key), list.isAtEnd { return nil }
    return try decodeIfPresent(type, forKey: key)
  }
}
