package import SegmentModel

extension StoreClient {
  /// The enabled promotions that use segments: `GET /promotions`, which needs the scope Marketing: read-only.
  ///
  /// The result leaves out promotions whose condition is not as documented.
  ///
  /// - Returns: The promotions by name; `nil` if the token lacks the scope or the store does not offer promotions.
  package func listPromotions() async throws -> [Promotion]? {
    do {
      let records = try await listing(.promotions, request: StoreRequest.listPromotions, key: \WirePromotion.id)
      return records.compactMap(\.promotion).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    } catch let error as StoreError {
      // 402 and 403 for a token without the scope, 404 for a store without promotions. Planning works without them.
      switch error.kind {
      case .forbidden, .notFound: return nil
      default: throw error
      }
    }
  }
}

/// `Promotion` of promotions.v3.yml, with what concerns segments.
struct WirePromotion: Decodable, Sendable {
  /// Deeper conditions are not read; the schema has three levels.
  private static let maximumDepth = 32

  let id: Int
  /// `nil` for a promotion that is not enabled, does not use segments, or has a condition that is not as documented.
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

  /// For a time with an offset, the start of the day in UTC: the plan shows days, so a few hours do not matter.
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
