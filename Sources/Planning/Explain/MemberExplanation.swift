package import Diagnostics
package import SegmentModel

/// All that is known about one member of one segment.
package struct MemberExplanation: Hashable, Sendable {
  package let segment: SegmentName
  package let member: ShopperProfileID
  /// Where the manifests declare it; `nil` when they do not.
  package let declaredAt: SourceRange?
  package let isDeclared: Bool
  package let isLive: Bool
  /// Whether it stays because a look-up does not find its customer any more; see ``SegmentPlan/kept``.
  package let isKept: Bool
  /// The place and the day of a declaration that has expired; `nil` when there is none.
  package let expired: Expiry?
  /// The included segment that has it, where the segment's own list does not.
  package let includedFrom: String?
  /// The excluded segment that has it.
  package let excludedBy: String?
  /// Whether the last apply left it there; `nil` when no state records the segment.
  package let isRecorded: Bool?
  /// How the segment is declared.
  package let mode: MembershipMode
  /// `add`, `remove` or `no-op`.
  package let action: PlannedAction
  /// Why; `nil` for a `no-op`.
  package let cause: MemberCause?

  /// A declaration that no longer counts.
  package struct Expiry: Hashable, Sendable {
    package let day: CalendarDay
    package let range: SourceRange?

    package init(day: CalendarDay, range: SourceRange?) {
      self.day = day
      self.range = range
    }
  }

  package init(
    segment: SegmentPlan,
    member: ShopperProfileID,
    declaredAt: SourceRange?,
    isDeclared: Bool,
    isKept: Bool = false,
    expired: Expiry? = nil,
    includedFrom: String? = nil,
    excludedBy: String? = nil,
    isLive: Bool,
    isRecorded: Bool?
  ) {
    self.segment = segment.name
    self.member = member
    self.declaredAt = declaredAt
    self.isDeclared = isDeclared
    self.isKept = isKept
    self.expired = expired
    self.includedFrom = includedFrom
    self.excludedBy = excludedBy
    self.isLive = isLive
    self.isRecorded = isRecorded
    mode = segment.mode
    action = segment.add.contains(member) ? .add : segment.remove.contains(member) ? .remove : .noOp
    cause = segment.note(of: member)?.cause
  }
}
