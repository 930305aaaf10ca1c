import Diagnostics
package import Planning
package import SegmentModel

/// The segments of a store, as `segplan list` prints them.
package enum OverviewReport {
  /// A header, then one line per segment: live members, recorded members, where it is declared, its name.
  package static func text(_ segments: [SegmentOverview]) -> String {
    if segments.isEmpty { return "The store has no segments, and no manifest declares one.\n" }
    let rows = segments.map { segment in
      [
        segment.id == nil ? "not in store" : segment.live.map(Quantity.number) ?? "?",
        segment.recorded.map(Quantity.number) ?? "-",
        declaredAt(segment).map(VisibleText.of) ?? "-",
        VisibleText.of(segment.name),
      ]
    }
    return TextTable.text([["LIVE", "RECORDED", "DECLARED", "NAME"]] + rows, numbers: 2)
  }

  /// For machines: `docs/schemas/list.schema.json`.
  package static func json(_ segments: [SegmentOverview]) -> String {
    let rows = segments.map { segment -> JSONValue in
      [
        "name": .text(segment.name), "id": JSONValue(segment.id?.description), "live": JSONValue(segment.live),
        "recorded": JSONValue(segment.recorded), "declared_at": JSONValue(declaredAt(segment)),
      ]
    }
    return JSONText.document(["version": 1, "segments": .list(rows)])
  }

  private static func declaredAt(_ segment: SegmentOverview) -> String? {
    segment.declaredAt.map { "\($0.file):\($0.start.line)" }
  }
}

/// What the state records, as a person reads it.
package enum StateReport {
  /// A header, then one line per segment: members, mode, id, name.
  package static func list(_ segments: [RecordedSegment]) -> String {
    if segments.isEmpty { return "The state records no segments.\n" }
    let rows = segments.map { segment in
      [Quantity.number(segment.members.count), segment.mode.rawValue, segment.id.description, VisibleText.of(segment.name)]
    }
    return TextTable.text([["MEMBERS", "MODE", "ID", "NAME"]] + rows, numbers: 1)
  }

  /// One segment with all its recorded members, one per line, so that the lines can be piped into other programs.
  package static func show(_ segment: RecordedSegment) -> String {
    var lines = [
      "# segment: \(VisibleText.quoted(segment.name))",
      "# id: \(segment.id)",
      "# mode: \(segment.mode.rawValue)",
      "# members: \(Quantity.number(segment.members.count))",
    ]
    if !segment.unconfirmed.isEmpty {
      lines.append("# unconfirmed until the next plan: \(Quantity.number(segment.unconfirmed.count))")
    }
    lines += segment.members.map(\.description)
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Rows of text in columns as wide as their widest cell; the last column is not padded.
private enum TextTable {
  /// A line per row; the first `numbers` columns are aligned to the right.
  static func text(_ rows: [[String]], numbers: Int) -> String {
    let columns = rows.first?.indices.dropLast() ?? []
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return column < numbers ? blanks + row[column] : row[column] + blanks
      }
      return (cells + [row[row.count - 1]]).joined(separator: "  ") + "\n"
    }.joined()
  }
}
