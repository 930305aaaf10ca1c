import Algorithms
import Diagnostics
package import Planning
package import SegmentModel

/// The members that leave soon because their declaration expires, by day, segment and place.
package enum ExpiringReport {
  /// How many members of a segment are shown for one day, without `--all-members`.
  private static let standardMaximum = 20

  /// One block per day for a person, with a line break at the end.
  package static func text(
    _ members: [ExpiringMember],
    within days: Int,
    style: TextStyle,
    showsAllMembers: Bool = false
  ) -> String {
    guard !members.isEmpty else { return "No member leaves within \(Quantity.of(days, "day")).\n" }
    var lines: [String] = []
    for (day, ofDay) in members.chunked(on: \.expires) {
      lines.append("At the start of \(style.strong("\(day)")) (UTC):")
      for (segment, ofSegment) in ofDay.chunked(on: \.segment) {
        lines.append(
          "  \(style.removed("-")) segment \(VisibleText.quoted(segment.text)): \(Quantity.of(ofSegment.count, "member"))"
        )
        let shown = showsAllMembers ? ofSegment : ofSegment.prefix(standardMaximum)
        lines += shown.map { "      \(words($0.subject)) (\(VisibleText.of("\($0.range)")))" }
        if shown.count < ofSegment.count { lines.append("      … and \(Quantity.number(ofSegment.count - shown.count)) more") }
      }
      lines.append("")
    }
    lines.append(style.strong("\(Quantity.of(members.count, "membership")) to end within \(Quantity.of(days, "day"))."))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The members as JSON: `docs/schemas/expiring.schema.json`.
  package static func json(_ members: [ExpiringMember], from day: CalendarDay, within days: Int) -> String {
    JSONText.document([
      "version": 1, "day": .text(day.description), "within_days": .number(days), "expiring": .list(members.map(entry)),
    ])
  }

  private static func words(_ subject: ExpiringMember.Subject) -> String {
    switch subject {
    case .profile(let id): id.description
    case .customer(let id): "customer \(id)"
    case .email: "a customer named by email"
    }
  }

  private static func entry(_ member: ExpiringMember) -> JSONValue {
    let subject: JSONValue =
      switch member.subject {
      case .profile(let id): ["kind": "shopper_profile_id", "shopper_profile_id": .text(id.description)]
      case .customer(let id): ["kind": "customer_id", "customer": .text(id.description)]
      case .email: ["kind": "email"]
      }
    return subject.merging([
      "segment": .text(member.segment.text), "expires": .text(member.expires.description),
      "place": .text(member.range.description),
    ])
  }
}
