package import Diagnostics
package import SegmentModel

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
  /// Where it is declared.
  package let range: SourceRange

  package init(segment: SegmentName, subject: Subject, expires: CalendarDay, range: SourceRange) {
    self.segment = segment
    self.subject = subject
    self.expires = expires
    self.range = range
  }
}
