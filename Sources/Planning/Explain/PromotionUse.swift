package import Diagnostics
package import SegmentModel

package struct PromotionUse: Codable, Hashable, Sendable {
  package let id: Int
  package var name: String
  /// Whether a shopper also needs its code.
  package let needsCoupon: Bool
  /// When it starts; `nil` if it has started.
  package let starts: Timestamp?
  /// When it ends; `nil` for a promotion without end.
  package let ends: Timestamp?
  /// Whether it is for shoppers outside the segment, so that a member who leaves becomes eligible.
  package let isExclusion: Bool

  private enum CodingKeys: String, CodingKey {
    case id, name, starts, ends
    case needsCoupon = "coupon"
    case isExclusion = "excludes"
  }

  /// Whether it starts after this time.
  package func isLater(than time: Timestamp) -> Bool { starts.map { $0 > time } ?? false }
}

extension PromotionUse {
  /// How promotions use a segment, without those that have ended.
  package static func uses(of segment: SegmentID, in promotions: [Promotion], at time: Timestamp) -> [PromotionUse] {
    promotions.filter { $0.ends.map { $0 > time } ?? true }.flatMap { promotion in
      [(promotion.targets, false), (promotion.excludes, true)].filter { $0.0.contains(segment) }.map { _, isExclusion in
        PromotionUse(
          id: promotion.id,
          name: promotion.name,
          needsCoupon: promotion.needsCoupon,
          starts: promotion.starts,
          ends: promotion.ends,
          isExclusion: isExclusion
        )
      }
    }
  }
}

extension Plan {
  /// The plan with the promotions of each segment that it changes.
  package func noting(_ promotions: [Promotion]) -> Plan {
    let time = Timestamp(header.createdAt) ?? Timestamp(seconds: 0)
    return replacing(
      segments: segments.map { segment in
        guard segment.hasChanges, let id = segment.change.segmentID else { return segment }
        var segment = segment
        segment.notes.promotions = PromotionUse.uses(of: id, in: promotions, at: time)
        return segment
      }
    )
  }

  /// Warnings about segments with promotions that are deleted, emptied or at least doubled.
  package var promotionWarnings: [Diagnostic] {
    segments.compactMap { segment in
      guard !segment.notes.promotions.isEmpty, let danger = Self.danger(to: segment) else { return nil }
      let names = segment.notes.promotions.map { "\"\($0.name)\"" }.listed(first: 3)
      let count = segment.notes.promotions.count
      let promotions = count == 1 ? "1 enabled promotion uses" : "\(count) enabled promotions use"
      return Diagnostic(
        .warning,
        code: "promotion-at-risk",
        summary: "segment \"\(segment.name)\" \(danger), and \(promotions) it: \(names)",
        detail: "Check the promotions under Marketing > Promotions before you apply this plan."
      )
    }
  }

  private static func danger(to segment: SegmentPlan) -> String? {
    let (live, after) = (segment.live.count, segment.resultingCount)
    if case .delete = segment.change { return "will be deleted" }
    if live > 0 && after == 0 { return "will be emptied" }
    return live > 0 && after >= 2 * live ? "will grow from \(live) to \(after) members" : nil
  }
}
