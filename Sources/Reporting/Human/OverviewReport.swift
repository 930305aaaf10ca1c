import Diagnostics
package import Planning
import SegmentModel

/// The segments of a store, as `segplan list` prints them.
package enum OverviewReport {
  /// A header, then one line for each segment: live members, recorded members, where it is declared, its name.
  package static func text(_ segments: [SegmentOverview]) -> String {
    if segments.isEmpty { return "The store has no segments, and no manifest declares one.\n" }
    let rows =
      [["LIVE", "RECORDED", "DECLARED", "NAME"]]
      + segments.map { segment in
        [
          segment.id == nil ? "not in store" : segment.live.map(Quantity.number) ?? "?",
          segment.recorded.map(Quantity.number) ?? "-",
          segment.declaredAt.map { VisibleText.of("\($0.file):\($0.start.line)") } ?? "-",
          VisibleText.of(segment.name),
        ]
      }
    return TextTable.text(rows, numbers: 2)
  }

  /// For machines: `docs/schemas/list.schema.json`.
  ///
  /// - Throws: What the JSON encoder throws.
  package static func json(_ segments: [SegmentOverview]) throws -> String {
    try JSONText.document(Document(version: 1, segments: segments.map(Row.init)))
  }

  private struct Document: Encodable {
    let version: Int
    let segments: [Row]
  }

  private struct Row: Encodable {
    let name: String
    let id: String?
    let live: Int?
    let recorded: Int?
    let declaredAt: String?

    init(_ segment: SegmentOverview) {
      name = segment.name
      id = segment.id?.description
      live = segment.live
      recorded = segment.recorded
      declaredAt = segment.declaredAt.map { "\($0.file):\($0.start.line)" }
    }
  }
}
