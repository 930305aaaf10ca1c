package import Diagnostics
package import SegmentModel

/// A segment of the store, of the manifests, or of the state, in a line of `segplan list`.
package struct SegmentOverview: Hashable, Sendable {
  package let name: String
  /// `nil` if the store does not have the segment.
  package let id: SegmentID?
  /// The store's count of members; `nil` if the store does not have the segment, or does not state a count.
  package let live: Int?
  /// How many members the segment had after the last apply; `nil` if no apply recorded the segment.
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

/// A declaration of a member with an end.
package struct ExpiringMember: Hashable, Sendable {
  /// How the declaration names the member.
  package enum Subject: Hashable, Sendable {
    case profile(ShopperProfileID)
    case customer(CustomerID)
    /// Without the address, which stays in the manifests.
    case email
  }

  package let segment: SegmentName
  package let subject: Subject
  /// The member leaves at the start of this day, in UTC.
  package let expires: CalendarDay
  package let range: SourceRange

  package init(segment: SegmentName, subject: Subject, expires: CalendarDay, range: SourceRange) {
    self.segment = segment
    self.subject = subject
    self.expires = expires
    self.range = range
  }
}
