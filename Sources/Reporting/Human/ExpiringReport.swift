package import Planning
import SegmentModel

/// What is about to leave, as a person reads it.
package struct ExpiringReport: Sendable {
  /// How many members of a segment are shown for one day when not all are asked for.
  static let standardMemberCap = 20

  let style: TextStyle
  let memberCap: Int?

  package init(style: TextStyle, showsAllMembers: Bool = false) {
    self.style = style
    memberCap = showsAllMembers ? nil : Self.standardMemberCap
  }

  /// A block a day, with a line break at its end.
  ///
  /// - Parameters:
  ///   - members: By day, segment and place.
  ///   - days: How far was looked.
  /// - Returns: The text.
  package func text(_ members: [ExpiringMember], within days: Int) -> String {
    guard !members.isEmpty else { return "No member leaves within \(Quantity.of(days, "day")).\n" }
    var lines: [String] = []
    var rest = members[...]
    while let first = rest.first {
      let ofDay = rest.prefix { $0.expires == first.expires }
      rest = rest.dropFirst(ofDay.count)
      lines.append("At the start of \(style.strong("\(first.expires)")) (UTC):")
      lines += block(ofDay)
      lines.append("")
    }
    lines.append(style.strong("\(Quantity.of(members.count, "declaration")) to expire within \(Quantity.of(days, "day"))."))
    return lines.joined(separator: "\n") + "\n"
  }

  private func block(_ members: ArraySlice<ExpiringMember>) -> [String] {
    var lines: [String] = []
    var rest = members
    while let first = rest.first {
      let ofSegment = rest.prefix { $0.segment == first.segment }
      rest = rest.dropFirst(ofSegment.count)
      let count = Quantity.of(ofSegment.count, "member")
      lines.append("  \(style.removed("-")) segment \(VisibleText.quoted(first.segment.text)): \(count)")
      let shown = min(ofSegment.count, memberCap ?? ofSegment.count)
      lines += ofSegment.prefix(shown).map { "      \(Self.words($0.subject)) (\(VisibleText.of("\($0.range)")))" }
      if shown < ofSegment.count { lines.append("      … and \(Quantity.number(ofSegment.count - shown)) more") }
    }
    return lines
  }

  private static func words(_ subject: ExpiringMember.Subject) -> String {
    switch subject {
    case .profile(let id): id.description
    case .customer(let id): "customer \(id)"
    case .email: "a customer named by email"
    }
  }
}
