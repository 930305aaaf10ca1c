import FoundationEssentials
import SegmentModel

// The shapes of segments.v3.yml, as far as they are used. Unknown fields are ignored; a known one of another type is an error.

/// An id as it stands in JSON; decoding fails on anything but a UUID.
struct WireID<ID: UUIDIdentifier>: Decodable, Sendable {
  let id: ID

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

/// A collection response: `data` and `meta.pagination`.
struct WirePage<Record: Decodable & Sendable>: Decodable, Sendable {
  let data: [Record]
  let meta: Meta?

  struct Meta: Decodable, Sendable {
    let pagination: Pagination?
  }

  struct Pagination: Decodable, Sendable {
    let total: Int?
    let totalPages: Int?

    enum CodingKeys: String, CodingKey {
      case total
      case totalPages = "total_pages"
    }
  }
}

/// What an error answer says, in either of the vendor's two outer shapes: one flat object (400, 422), or an `errors` array (409).
///
/// Anything else, an HTML page of a gateway among it, says nothing; the status alone decides then.
struct ProblemBody {
  /// The title; empty when there is none.
  let title: String
  /// The texts of the single problems, in the order of their keys.
  let details: [String]

  init(_ body: [UInt8]) {
    let decoder = JSONDecoder()
    let data = Data(body)
    if let envelope = try? decoder.decode(Envelope.self, from: data) {
      title = envelope.errors.compactMap(\.title).first ?? ""
      details = envelope.errors.flatMap(\.texts)
    } else if let flat = try? decoder.decode(Flat.self, from: data) {
      title = flat.title ?? ""
      details = flat.texts
    } else {
      title = ""
      details = []
    }
  }

  private struct Envelope: Decodable {
    let errors: [Flat]
  }

  private struct Flat: Decodable {
    let title: String?
    let errors: [String: String]?

    var texts: [String] {
      (errors ?? [:]).sorted { (Int($0.key) ?? .max, $0.key) < (Int($1.key) ?? .max, $1.key) }.map(\.value)
    }
  }
}

extension StoreClient {
  /// Decodes an answer's body.
  ///
  /// - Throws: ``StoreError`` of the kind `malformed` that names what was expected and where.
  func decode<Value: Decodable>(_ type: Value.Type, from response: StoreResponse, to request: StoreRequest) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch let error as DecodingError {
      throw StoreError(
        StoreCall(request, status: response.status, requestID: response.requestID),
        .malformed(expected: Self.expectation(error))
      )
    }
  }

  private static func expectation(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(let type, let context): "\(name(of: type)) at \(place(context.codingPath))"
    case .valueNotFound(let type, let context): "\(name(of: type)) at \(place(context.codingPath)), found null"
    case .keyNotFound(let key, let context): "the key \"\(key.stringValue)\" at \(place(context.codingPath))"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "JSON"
    case .dataCorrupted(let context): "\(context.debugDescription) at \(place(context.codingPath))"
    @unknown default: "the documented shape"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    if type == String.self { return "a string" }
    if type == Int.self { return "a whole number" }
    if "\(type)".hasPrefix("Array") { return "an array" }
    return "an object"
  }

  private static func place(_ path: [any CodingKey]) -> String {
    if path.isEmpty { return "the top" }
    return path.reduce("") { text, key in
      if let index = key.intValue { return "\(text)[\(index)]" }
      return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
    }
  }
}
