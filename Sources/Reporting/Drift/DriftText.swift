package import Planning
import SegmentModel

/// Drift as a person reads it.
package struct DriftText: Sendable {
  let style: TextStyle
  private let members: MemberLines

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    members = MemberLines(style, showsAllMembers: showsAllMembers)
  }

  /// The whole report, with a line break at its end; with `showsUnapplied` also what is declared and not applied.
  package func text(_ report: DriftReport, showsUnapplied: Bool = false) -> String {
    var lines: [String] = []
    for segment in report.drifted {
      lines += block(segment, report)
      lines.append("")
    }
    if showsUnapplied && !report.unapplied.isEmpty {
      lines.append("Declared and not applied yet:")
      lines += report.unapplied.map {
        "  \(style.changed("~")) segment \(VisibleText.quoted($0.name)): \(Self.unappliedWords($0))"
      }
      lines.append("")
    }
    if let note = Self.note(report) { lines += [note, ""] }
    lines.append(style.strong(Self.summary(of: report)))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The line that a reader looks for first.
  package static func summary(of report: DriftReport) -> String {
    let word = report.canTell ? "drift" : "difference"
    let checked = "\(Quantity.of(report.segments.count, "segment")) checked, \(Quantity.number(report.unmanaged.count)) unmanaged"
    var unapplied = ""
    if report.unappliedMembers > 0 {
      let verb = report.unappliedMembers == 1 ? "is" : "are"
      unapplied = " \(Quantity.of(report.unappliedMembers, "declared change")) of members \(verb) not applied yet."
    }
    let changes = report.unapplied.count { $0.unappliedChange != nil }
    if changes > 0 { unapplied += " \(Quantity.of(changes, "segment")) to create, update or delete." }
    guard report.hasDrift else {
      return "No \(word)\(report.checkedByCount.isEmpty ? "" : " by count"). \(checked).\(unapplied)"
    }
    let members =
      "\(Quantity.of(report.membersAdded, "member")) \(report.canTell ? "added" : "not declared"), "
      + "\(Quantity.number(report.membersRemoved)) \(report.canTell ? "removed" : "not live")"
    return "\(word.prefix(1).uppercased() + word.dropFirst()) in \(Quantity.of(report.drifted.count, "segment")): \(members). "
      + "\(checked).\(unapplied)"
  }

  /// What a report cannot show because there is no state, or because it compared counts; `nil` if it shows everything.
  static func note(_ report: DriftReport) -> String? {
    if report.canTell {
      guard !report.checkedByCount.isEmpty else { return nil }
      return """
        \(Quantity.of(report.checkedByCount.count, "segment")) checked by count: if someone added one member and removed another, this check does \
        not show it. To compare every member, use --refresh full.
        """
    }
    return """
      There is no state, so this compares the store with the manifests: it cannot tell changes made outside segapply from declared changes \
      that are not applied yet.
      """
  }

  /// What happened to a segment, in a few words, without ids.
  static func words(_ segment: SegmentDriftReport, canTell: Bool) -> String {
    var parts: [String] = []
    switch segment.status {
    case .deleted: parts.append("deleted")
    case .appeared: parts.append("in the store, but no apply has recorded it")
    case .present, .pending, .absent: break
    }
    if let name = segment.renamedTo { parts.append("renamed to \(VisibleText.quoted(name))") }
    if segment.added.count > 0 {
      parts.append("\(Quantity.of(segment.added.count, "member")) \(canTell ? "added" : "not declared")")
    }
    if segment.removed.count > 0 {
      parts.append("\(Quantity.of(segment.removed.count, "member")) \(canTell ? "removed" : "not live")")
    }
    return parts.joined(separator: ", ")
  }

  /// What an apply would do to a segment besides reverting drift: `create, 3 members to add`.
  static func unappliedWords(_ segment: SegmentDriftReport) -> String {
    var parts = [segment.unappliedChange?.rawValue].compactMap(\.self)
    if segment.unappliedAdditions > 0 { parts.append("\(Quantity.of(segment.unappliedAdditions, "member")) to add") }
    if segment.unappliedRemovals > 0 { parts.append("\(Quantity.of(segment.unappliedRemovals, "member")) to remove") }
    return parts.joined(separator: ", ")
  }

  /// The title of a report.
  static func title(_ report: DriftReport) -> String {
    if !report.hasDrift { return report.canTell ? "segplan: no drift" : "segplan: no differences" }
    return report.canTell ? "segplan: the store has drifted" : "segplan: the store differs"
  }

  /// Where a report comes from.
  static func origin(_ report: DriftReport) -> String {
    let header = report.header
    let state = header.state.map { "state serial \($0.serial) of lineage \($0.lineage)" } ?? "no state"
    return "Check of the store \(header.store) at \(header.checkedAt), by segplan \(header.toolVersion) with \(state)."
  }

  /// What happened to the segment itself, as the cells of a table: in words, members added, members removed.
  static func cells(_ segment: SegmentDriftReport, name: (String) -> String) -> [String] {
    let what =
      switch segment.status {
      case .deleted: "deleted"
      case .appeared: "appeared"
      case .present, .pending, .absent: segment.renamedTo.map { "renamed to \(name($0))" } ?? ""
      }
    return [what, Quantity.cell(segment.added.count), Quantity.cell(segment.removed.count)]
  }

  private func block(_ segment: SegmentDriftReport, _ report: DriftReport) -> [String] {
    let id = segment.id.map { style.faint(" (\($0))") } ?? ""
    var lines = [
      "  \(style.changed("!")) segment \(VisibleText.quoted(segment.name))\(id): \(Self.words(segment, canTell: report.canTell))"
    ]
    lines.append("      \(counts(segment))")
    let outside = report.canTell ? "added outside segapply" : "live and not declared"
    let inside = report.canTell ? "removed outside segapply" : "declared and not live"
    lines += members(segment.added, segment.notes.additions, sign: style.added("+"), verb: outside, canTell: report.canTell)
    lines += members(segment.removed, segment.notes.removals, sign: style.removed("-"), verb: inside, canTell: report.canTell)
    return lines
  }

  private func counts(_ segment: SegmentDriftReport) -> String {
    var parts = ["\(Quantity.number(segment.liveCount)) live"]
    if let recorded = segment.recordedCount { parts.append("\(Quantity.number(recorded)) recorded") }
    parts.append(segment.desiredCount.map { "\(Quantity.number($0)) declared" } ?? "no longer declared")
    return "members: " + parts.joined(separator: ", ")
  }

  private func members(_ drifted: DriftedMembers, _ notes: MemberNotes, sign: String, verb: String, canTell: Bool) -> [String] {
    let kinds: [(MemberSet, String)] = [
      (drifted.contradicting, canTell ? "; the next apply reverts this" : ""),
      (drifted.undeclared, "; the manifests say nothing about it"),
      (drifted.agreeing, "; the manifests already agree with it"),
    ]
    return kinds.flatMap { set, note -> [String] in
      guard !set.isEmpty else { return [] }
      // The line above says what happened, so that these lines only say where a member is declared.
      return ["      \(sign) \(Quantity.of(set.count, "member")) \(verb)\(note)"]
        + members.lines(notes.restricted(to: set), sign: sign) { note, _ in
          MemberWords.place(note).map { "declared at \($0)" } ?? "not declared"
        }
    }
  }
}
