/// A promotion of the store that names segments and is enabled now or later.
///
/// https://developer.bigcommerce.com/docs/rest-management/promotions
package struct Promotion: Hashable, Sendable {
  package let id: Int
  package let name: String
  /// Whether a shopper must enter a code; otherwise it applies by itself.
  package let needsCoupon: Bool
  /// `nil` if it has started.
  package let starts: Timestamp?
  /// `nil` for a promotion without end.
  package let ends: Timestamp?
  /// Segments whose members it is for, sorted.
  package let targets: [SegmentID]
  /// Segments whose members it leaves out, sorted.
  package let excludes: [SegmentID]

  package init(
    id: Int,
    name: String,
    needsCoupon: Bool,
    starts: Timestamp? = nil,
    ends: Timestamp? = nil,
    targets: [SegmentID],
    excludes: [SegmentID] = []
  ) {
    self.id = id
    self.name = name
    self.needsCoupon = needsCoupon
    self.starts = starts
    self.ends = ends
    self.targets = targets
    self.excludes = excludes
  }
}
