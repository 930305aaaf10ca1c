/// A promotion, as far as it concerns segments (promotions.v3.yml).
///
/// It has the keys of the wire, which seed files use too.
package struct StoredPromotion: Codable, Sendable {
  let id: Int
  let name: String
  /// `AUTOMATIC` or `COUPON`.
  var redemptionType = "AUTOMATIC"
  /// `ENABLED`, `DISABLED` or `INVALID`.
  var status = "ENABLED"
  var startDate: String?
  var endDate: String?
  var customer: Customer?

  struct Customer: Codable {
    let segments: SegmentCondition?
  }

  enum CodingKeys: String, CodingKey {
    case id, name, status, customer
    case redemptionType = "redemption_type"
    case startDate = "start_date"
    case endDate = "end_date"
  }
}

/// Which segments a shopper has to be in.
package indirect enum SegmentCondition: Codable, Sendable {
  /// In any of these, by their ids.
  case anyOf([String])
  case not(SegmentCondition)
  case and([SegmentCondition])
  case or([SegmentCondition])

  enum CodingKeys: String, CodingKey {
    case id, not, and, or
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    if let ids = try fields.decodeIfPresent([String].self, forKey: .id) {
      self = .anyOf(ids)
    } else if let condition = try fields.decodeIfPresent(SegmentCondition.self, forKey: .not) {
      self = .not(condition)
    } else if let conditions = try fields.decodeIfPresent([SegmentCondition].self, forKey: .and) {
      self = .and(conditions)
    } else {
      self = .or(try fields.decode([SegmentCondition].self, forKey: .or))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .anyOf(let ids): try fields.encode(ids, forKey: .id)
    case .not(let condition): try fields.encode(condition, forKey: .not)
    case .and(let conditions): try fields.encode(conditions, forKey: .and)
    case .or(let conditions): try fields.encode(conditions, forKey: .or)
    }
  }
}
