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
  package static func json(_ segments: [SegmentOverview]) -> String {
    let rows = segments.map { segment -> JSONValue in
      [
        "name": .text(segment.name), "id": JSONValue(segment.id?.description), "live": JSONValue(segment.live),
        "recorded": JSONValue(segment.recorded),
        "declared_at": JSONValue(segment.declaredAt.map { "\($0.file):\($0.start.line)" }),
      ]
    }
    return JSONText.document(["version": 1, "segments": .list(rows)])
  }
}
