import Diagnostics
import Planning
import SegmentModel

/// Segments that the state records and no manifest declares any more: after a rename by hand, a plan creates a second segment.
enum UndeclaredSegments {
  /// So many are named; the others are counted.
  private static let maximumNamed = 5

  static func warnings(_ recorded: [RecordedSegment], matched: SegmentMatching, live: Set<SegmentID>) -> [Diagnostic] {
    let declaredIDs = Set(matched.matches.flatMap { [$0.live?.id, $0.desired.pinnedID].compactMap(\.self) })
    let declaredNames = Set(matched.matches.map(\.desired.name.text))
    let undeclared = recorded.filter { !declaredIDs.contains($0.id) && !declaredNames.contains($0.name) }
    let named = undeclared.prefix(maximumNamed).map { warning(of: $0, isLive: live.contains($0.id)) }
    guard undeclared.count > maximumNamed else { return named }
    let others = undeclared.count - maximumNamed
    return named + [
      Diagnostic(
        .warning,
        code: "undeclared-segment",
        summary: "the state records \(others) more segment\(others == 1 ? "" : "s") that no manifest declares",
        detail: "To see them all, run: segplan state list"
      )
    ]
  }

  private static func warning(of record: RecordedSegment, isLive: Bool) -> Diagnostic {
    Diagnostic(
      .warning,
      code: "undeclared-segment",
      summary: isLive
        ? "no manifest declares segment \"\(record.name)\" any more, which an apply recorded; it stays in the store"
        : "no manifest declares segment \"\(record.name)\" any more, which an apply recorded; it is gone from the store",
      detail: isLive
        ? """
        If you renamed it, pin the new declaration to it: `id: \(record.id)`. `segplan move OLD NEW` renames a declared segment.
        To delete it in the store, declare it with `ensure: absent`.
        To keep it in the store without managing it, run: segplan state rm \(record.id)
        """
        : "If that is right, run: segplan state rm \(record.id)"
    )
  }
}
