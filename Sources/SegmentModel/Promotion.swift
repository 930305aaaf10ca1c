/// A promotion of the store that concerns segments, enabled now or later.
///
/// https://developer.bigcommerce.com/docs/rest-management/promotions
package struct Promotion: Hashable, Sendable {
  package let id: Int
  package let name: String
  /// Whether a shopper needs its code as well; an automatic promotion discounts every cart.
  package let needsCoupon: Bool
  /// When it begins to count; `nil` if it counts already.
  package let starts: Timestamp?
  /// When it ends; `nil` for a promotion without end.
  package let ends: Timestamp?
  /// Segments whose members it is for, sorted.
  package let targets: [SegmentID]
  /// Segments whose members it is not for, sorted.
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
