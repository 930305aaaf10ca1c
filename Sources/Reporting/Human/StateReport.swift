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
    return TextTable.text(rows, numbers: 1)
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
}
