package import SegmentModel

/// What the state records, as a person reads it.
package enum StateReport {
  /// A line a segment: members, mode, id, name; a header above.
  package static func list(_ segments: [RecordedSegment]) -> String {
    if segments.isEmpty { return "The state records no segments.\n" }
    let rows =
      [["MEMBERS", "MODE", "ID", "NAME"]]
      + segments.map { segment in
        [Quantity.number(segment.members.count), segment.mode.rawValue, segment.id.description, VisibleText.of(segment.name)]
      }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let numbers = String(repeating: " ", count: widths[0] - row[0].count) + row[0]
      return "\(numbers)  \(padded(row[1], widths[1]))  \(padded(row[2], widths[2]))  \(row[3])\n"
    }.joined()
  }

  /// One segment with all its recorded members, one a line, so that the lines can be piped on.
  package static func show(_ segment: RecordedSegment) -> String {
    var lines = [
      "# segment: \(VisibleText.quoted(segment.name))",
      "# id: \(segment.id)",
      "# mode: \(segment.mode.rawValue)",
      "# members: \(Quantity.number(segment.members.count))",
    ]
    if !segment.unconfirmed.isEmpty {
      lines.append("# unconfirmed, settled by the next plan: \(Quantity.number(segment.unconfirmed.count))")
    }
    lines += segment.members.map(\.description)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }
}
