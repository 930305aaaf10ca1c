package import Diagnostics
package import SegmentModel

/// A segment that another one includes or excludes.
package struct SegmentReference: Hashable, Sendable {
  /// Which segment is meant.
  package enum Target: Hashable, Sendable {
    /// One that a manifest declares.
    case declared(SegmentName)
    /// One of the store's that no manifest declares, by its name there.
    case live(String)
  }

  package let target: Target
  /// Whether a live segment may be empty though it had members at the last apply.
  package let allowsEmpty: Bool
  /// Where it is named.
  package let range: SourceRange
}
