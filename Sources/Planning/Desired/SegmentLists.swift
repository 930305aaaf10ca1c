package import Diagnostics
package import SegmentModel

/// A segment of the store, of the manifests, or of the state, in a line of `segplan list`.
package struct SegmentOverview: Hashable, Sendable {
  package let name: String
  /// `nil` for a segment that the store does not have.
  package let id: SegmentID?
  /// How many members the store counts; `nil` if it has no such segment, or does not say.
  package let live: Int?
  /// How many members the last apply left; `nil` if no apply recorded the segment.
  package let recorded: Int?
  /// Where a manifest declares it; `nil` if none does.
  package let declaredAt: SourceRange?

  package init(name: String, id: SegmentID?, live: Int?, recorded: Int?, declaredAt: SourceRange?) {
    self.name = name
    self.id = id
    self.live = live
    self.recorded = recorded
    self.declaredAt = declaredAt
  }
}

/// A declaration of a member that ends.
package struct ExpiringMember: Hashable, Sendable {
  /// By what the declaration names the member.
  package enum Subject: Hashable, Sendable {
    case profile(ShopperProfileID)
    case customer(CustomerID)
    /// Without the address, which stays where it is declared.
    case email
  }

  package let segment: SegmentName
  package let subject: Subject
  /// The day at whose start, in UTC, the member leaves.
  package let expires: CalendarDay
  package let range: SourceRange

  package init(segment: SegmentName, subject: Subject, expires: CalendarDay, range: SourceRange) {
    self.segment = segment
    self.subject = subject
    self.expires = expires
    self.range = range
  }
}
