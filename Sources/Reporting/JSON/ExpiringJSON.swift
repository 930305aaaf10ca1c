import Diagnostics
package import Planning
package import SegmentModel

/// What is about to leave, for machines: `docs/schemas/expiring.schema.json`.
package enum ExpiringJSON {
  /// A JSON document with a line break at its end.
  ///
  /// - Parameters:
  ///   - members: By day, segment and place.
  ///   - day: The day from which was looked.
  ///   - days: How far.
  /// - Returns: The text.
  package static func text(_ members: [ExpiringMember], from day: CalendarDay, within days: Int) -> String {
    JSONText.document([
      "version": 1, "day": .text(day.description), "within_days": .number(days), "expiring": .list(members.map(entry)),
    ])
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
