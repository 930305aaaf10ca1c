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
  let id: Int
  /// `nil` for a promotion that is not enabled, does not use segments, or has a condition that is not as documented.
  let promotion: Promotion?

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func text(_ key: Key) -> String? { try? fields.decode(String.self, forKey: key) }
    id = try fields.decode(Int.self, forKey: .id)
    guard text(.status) == "ENABLED", let customer = try? fields.decode(Customer.self, forKey: .customer) else {
      promotion = nil
      return
    }
    promotion = Promotion(
      id: id,
      name: text(.name) ?? "",
      needsCoupon: text(.kind) == "COUPON",
      starts: text(.starts).flatMap(Self.time),
      ends: text(.ends).flatMap(Self.time),
      targets: customer.segments.targets.sorted(),
      excludes: customer.segments.excludes.sorted()
    )
  }

  /// For a time with an offset, the start of the day in UTC: the plan shows days, so a few hours do not matter.
  private static func time(_ text: String) -> Timestamp? {
    Timestamp(text) ?? CalendarDay(text.prefix(10)).map { Timestamp(startOf: $0) }
  }

  private enum Key: String, CodingKey {
    case id, name, status, customer
    case kind = "redemption_type"
    case starts = "start_date"
    case ends = "end_date"
  }

  private struct Customer: Decodable {
    let segments: Condition
  }

  /// `{id: […]}`, `{not: X}`, `{and: [X, …]}` or `{or: [X, …]}`.
  private struct Condition: Decodable {
    /// Longer paths are not read: the schema has three levels, and each level has at most two keys.
    private static let maximumPathLength = 32

    let targets: Set<SegmentID>
    /// Below an odd number of `not`.
    let excludes: Set<SegmentID>

    private enum Key: String, CodingKey { case id, not, and, or }

    init(from decoder: any Decoder) throws {
      guard decoder.codingPath.count <= Self.maximumPathLength else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "a condition of fewer levels"))
      }
      let fields = try decoder.container(keyedBy: Key.self)
      if let ids = try fields.decodeIfPresent([SegmentID].self, forKey: .id) {
        (targets, excludes) = (Set(ids), [])
      } else if let part = try fields.decodeIfPresent(Condition.self, forKey: .not) {
        (targets, excludes) = (part.excludes, part.targets)
      } else {
        let parts = try fields.decodeIfPresent([Condition].self, forKey: .and) ?? fields.decode([Condition].self, forKey: .or)
        (targets, excludes) = (Set(parts.flatMap(\.targets)), Set(parts.flatMap(\.excludes)))
      }
    }
  }
}
