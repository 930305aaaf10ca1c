package import SegmentModel

extension StoreClient {
  /// The enabled promotions that are about segments: `GET /promotions`, which needs the scope Marketing: read-only.
  ///
  /// A promotion whose condition is not as documented is left out.
  ///
  /// - Returns: The promotions by name; `nil` if the token lacks the scope, which one request tells, or the store has no promotions.
  /// - Throws: ``StoreError``; `CancellationError`.
  package func listPromotions() async throws -> [Promotion]? {
    do {
      let records = try await listing(.promotions, request: StoreRequest.listPromotions, key: \WirePromotion.id)
      return records.compactMap(\.promotion).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    } catch let error as StoreError {
      // 402 and 403 to a token without the scope, 404 from a store that does not offer promotions; planning works without.
      switch error.kind {
      case .forbidden, .notFound: return nil
      default: throw error
      }
    }
  }
}

/// `Promotion` of promotions.v3.yml, as far as it is about segments.
struct WirePromotion: Decodable, Sendable {
  /// Deeper conditions are not read; the schema has three levels.
  private static let maximumDepth = 32

  let id: Int
  /// `nil` for a promotion that is not enabled, or not about segments, or whose condition is not as documented.
  let promotion: Promotion?

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    id = try fields.decode(Int.self, forKey: "id")
    let customer = try? fields.nestedContainer(keyedBy: Key.self, forKey: "customer")
    var segments = Segments()
    let isRead = customer.map { segments.read($0, "segments", isExclusion: false, depth: 0) } ?? false
    guard isRead, (try? fields.decode(String.self, forKey: "status")) == "ENABLED" else {
      promotion = nil
      return
    }
    promotion = Promotion(
      id: id,
      name: (try? fields.decode(String.self, forKey: "name")) ?? "",
      needsCoupon: (try? fields.decode(String.self, forKey: "redemption_type")) == "COUPON",
      starts: (try? fields.decode(String.self, forKey: "start_date")).flatMap(Self.time),
      ends: (try? fields.decode(String.self, forKey: "end_date")).flatMap(Self.time),
      targets: segments.targets.sorted(),
      excludes: segments.excludes.sorted()
    )
  }

  /// The start of the day, UTC, for a time with an offset: it can be off by hours, and the plan shows days.
  private static func time(_ text: String) -> Timestamp? {
    Timestamp(text) ?? CalendarDay(text.prefix(10)).map { Timestamp(startOf: $0) }
  }

  private struct Segments {
    var targets: Set<SegmentID> = []
    var excludes: Set<SegmentID> = []

    /// Reads `{id: […]}`, `{not: X}`, `{and: [X, …]}` or `{or: [X, …]}`; `false` for anything else.
    mutating func read(_ parent: KeyedDecodingContainer<Key>, _ key: Key, isExclusion: Bool, depth: Int) -> Bool {
      guard depth < maximumDepth, let condition = try? parent.nestedContainer(keyedBy: Key.self, forKey: key) else {
        return false
      }
      return read(condition, isExclusion: isExclusion, depth: depth)
    }

    private mutating func read(_ condition: KeyedDecodingContainer<Key>, isExclusion: Bool, depth: Int) -> Bool {
      if let ids = try? condition.decode([String].self, forKey: "id") {
        let segments = ids.compactMap { SegmentID($0) }
        if isExclusion { excludes.formUnion(segments) } else { targets.formUnion(segments) }
        return segments.count == ids.count
      }
      if condition.contains("not") { return read(condition, "not", isExclusion: !isExclusion, depth: depth + 1) }
      for key in ["and", "or"] as [Key] {
        guard var list = try? condition.nestedUnkeyedContainer(forKey: key) else { continue }
        while !list.isAtEnd {
          guard depth < maximumDepth, let part = try? list.nestedContainer(keyedBy: Key.self),
            read(part, isExclusion: isExclusion, depth: depth + 1)
          else { return false }
        }
        return true
      }
      return false
    }
  }

  private struct Key: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral value: String) { stringValue = value }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
