import FoundationEssentials
import SegmentModel

// The shapes of segments.v3.yml, as far as they are used. Unknown fields are ignored; a known one of another type is an error.

/// An id as it stands in JSON; decoding fails on anything but a UUID.
struct WireID<ID: UUIDIdentifier>: Decodable, Sendable {
  let id: ID

  init(_ id: ID) { self.id = id }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = ID(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a UUID")
    }
    self.id = id
  }
}

/// `ShopperProfile`, of which only the id matters here.
struct WireProfile: Decodable, Sendable {
  let id: WireID<ShopperProfileID>
}

/// `Segment`.
struct WireSegment: Decodable, Sendable {
  let id: WireID<SegmentID>
  let name: String
  let description: String?
}

/// An answer of which only `data` matters.
struct WireRecords<Record: Decodable & Sendable>: Decodable, Sendable {
  let data: [Record]
}

/// An answer with exactly one record at `data`.
struct WireOneRecord<Record: Decodable & Sendable>: Decodable, Sendable {
  let record: Record

  enum CodingKeys: String, CodingKey {
    case data
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let records = try container.decode([Record].self, forKey: .data)
    guard let record = records.first, records.count == 1 else {
      throw DecodingError.dataCorruptedError(forKey: .data, in: container, debugDescription: "exactly one record")
    }
    self.record = record
  }
}

/// A page of a collection: `data` and `meta.pagination`.
struct WirePage<Record: Decodable & Sendable>: Decodable, Sendable {
  let data: [Record]
  let meta: Meta?

  struct Meta: Decodable, Sendable {
    let pagination: Pagination?
  }

  struct Pagination: Decodable, Sendable {
    /// Records in the whole list.
    let total: Int?
    /// Records on this page.
    let count: Int?
    /// Records on a page that is full.
    let perPage: Int?
    /// This page, from 1.
    let currentPage: Int?
    let totalPages: Int?

    enum CodingKeys: String, CodingKey {
      case total
      case count
      case perPage = "per_page"
      case currentPage = "current_page"
      case totalPages = "total_pages"
    }
  }
}
