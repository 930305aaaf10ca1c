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
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func text(_ members: [ExpiringMember], from day: CalendarDay, within days: Int) throws -> String {
    try JSONText.document(
      Document(version: 1, day: day.description, withinDays: days, expiring: members.map(Document.Entry.init))
    )
  }

  private struct Document: Encodable {
    let version: Int
    let day: String
    let withinDays: Int
    let expiring: [Entry]

    struct Entry: Encodable {
      let segment: String
      let kind: String
      var shopperProfileId: String?
      var customer: String?
      let expires: String
      let place: String

      init(_ member: ExpiringMember) {
        segment = member.segment.text
        expires = member.expires.description
        place = member.range.description
        switch member.subject {
        case .profile(let id):
          kind = "shopper_profile_id"
          shopperProfileId = id.description
        case .customer(let id):
          kind = "customer_id"
          customer = id.description
        case .email:
          kind = "email"
        }
      }
    }
  }
}
