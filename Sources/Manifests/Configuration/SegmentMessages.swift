import Diagnostics
import SegmentModel

// MARK: Segments

extension ManifestProblem {
  static func badSegmentName(_ error: SegmentNameError) -> Self {
    guard case .hiddenCharacter(let scalar) = error else { return Self("bad-segment-name", error.description) }
    return Self("bad-segment-name", error.description, hiddenAdvice, hiddenCharacter: scalar)
  }

  static func badSegmentID(_ text: String) -> Self { Self("bad-segment-id", "\"\(text)\" is not a segment id", uuidAdvice) }

  static func segmentDeclaredTwice(_ kind: MemberGroup.Kind, name: String, other: String, first: SourceRange) -> Self {
    if name == other {
      return Self(
        "segment-declared-twice",
        "\(kind) \"\(name)\" is declared twice",
        "The other declaration is at \(first). Keep one of the two."
      )
    }
    let difference = name.lowercased() == other.lowercased() ? "case" : "spaces or invisible characters"
    return Self(
      "segment-declared-twice",
      "\"\(name)\" and \"\(other)\" differ only in \(difference)",
      "The other declaration is at \(first). The store may treat them as one name."
    )
  }

  static func idDeclaredTwice(_ id: SegmentID, first: SourceRange) -> Self {
    Self("segment-declared-twice", "two segments pin the id \(id)", "The other declaration is at \(first). Keep one of the two.")
  }

  static func membersOfAbsentSegment(_ name: String, areDates: Bool) -> Self {
    Self(
      "members-of-absent-segment",
      "the \(areDates ? "dates" : "members") of \"\(name)\" are not used, because the segment is declared absent",
      "Remove the \(areDates ? "date" : "list"), or remove `ensure: absent` to keep the segment."
    )
  }

  static let expiresWithoutAllowEmpty = Self(
    "expires-without-allow-empty",
    "on this day the segment loses all its members, and it does not allow that",
    "Add `allow_empty: true` to the segment. On that day, the next plan then removes its members."
  )

  static func unusedSet(_ name: String) -> Self {
    Self(
      "unused-set",
      "no segment uses the set \"\(name)\"",
      "Include or exclude it in a segment, or remove it. segplan does not look up its customers."
    )
  }

  static func unknownReference(_ name: String, _ kind: MemberGroup.Kind?, declared: [String]) -> Self {
    let person = EmailAddress(name) != nil ? "email" : UUIDBits(name) != nil ? "profile" : nil
    let advice =
      person.map { "To exclude one person, put a key before it: `\($0): …`." }
      ?? "For a segment of the store that no manifest declares, write:\n\n    - live: \(name)"
    return Self(
      "unknown-segment",
      "no manifest declares a \(kind?.rawValue ?? "segment or set") named \"\(name)\"",
      kind == .set ? nil : advice,
      misspelled: Misspelling(text: name, known: declared)
    )
  }

  static func wrongKind(_ target: MemberGroup) -> Self {
    Self(
      "wrong-kind-of-reference",
      "\"\(target.name)\" is a \(target.kind)",
      "It is declared at \(target.range). Write `\(target.kind): \(target.name)`, or only the name."
    )
  }

  static func referenceToItself(_ kind: MemberGroup.Kind) -> Self {
    Self("reference-cycle", "the \(kind) names itself", "A \(kind) cannot include or exclude itself.")
  }

  static func referenceToAbsent(_ name: String, first: SourceRange) -> Self {
    Self(
      "reference-to-absent",
      "\"\(name)\" is declared absent, so it has no members to include or exclude",
      "It is declared at \(first). Remove it from this list."
    )
  }

  static func liveButDeclared(_ name: String, first: SourceRange) -> Self {
    Self(
      "live-but-declared",
      "\"\(name)\" is declared, so its live members will change",
      "It is declared at \(first). Name it without `live:` to use its declared members."
    )
  }

  /// Segments and sets that include or exclude each other, from one to itself.
  static func referenceCycle(_ names: [String], hasSets: Bool) -> Self {
    Self(
      "reference-cycle",
      "\(hasSets ? "segments and sets" : "segments") include or exclude each other: \(names.map { "\"\($0)\"" }.joined(separator: " → "))",
      "Remove one of them from another one's `include:` or `exclude:`."
    )
  }

  static func duplicateReference(_ name: String) -> Self {
    Self("duplicate-reference", "\"\(name)\" appears twice in this list", "It counts once.")
  }
}

// MARK: Members

extension ManifestProblem {
  static func badProfileID(_ text: String) -> Self {
    // Somebody who writes a bare number or address means a customer.
    let advice =
      CustomerID(text: text) != nil
      ? "A number is the id of a customer. Write:\n\n    - customer: \(text)"
      : EmailAddress(text) == nil ? uuidAdvice : "To name a customer by email address, write:\n\n    - email: ada@example.com"
    return Self("bad-profile-id", "\"\(text)\" is not a shopper profile id", advice)
  }

  static func badCustomerID(_ text: String) -> Self {
    Self(
      "bad-customer-id",
      "\"\(text)\" is not a customer id",
      "A customer id is a positive whole number, as the control panel shows it."
    )
  }

  static let badEmail = Self(
    "bad-email",
    "this is not an email address",
    "An address has one @ with text on both sides, and no spaces or commas. segplan does not show email addresses.",
    concernsEmail: true
  )

  static func hiddenCharacter(_ scalar: Unicode.Scalar, in subject: String, concernsEmail: Bool) -> Self {
    Self(
      "hidden-character",
      "\(subject) has \(HiddenCharacters.name(of: scalar)), an invisible character",
      hiddenAdvice,
      hiddenCharacter: scalar,
      concernsEmail: concernsEmail
    )
  }

  static func duplicateMember(_ id: ShopperProfileID, first: SourceRange) -> Self {
    Self("duplicate-member", "\(id) is listed twice", "It is already listed in line \(first.start.line). It counts once.")
  }

  static func badDay(_ text: String, key: String) -> Self {
    Self(
      "bad-day",
      "\"\(key)\" cannot be \"\(text)\"",
      "Write a day of the calendar, such as 2026-12-31. Days begin at midnight UTC."
    )
  }

  static let neverValid = Self(
    "never-valid",
    "this expires before it starts, or on the same day",
    "A member leaves at the start of the day in `expires:`."
  )

  static let neverCounts = Self(
    "never-counts",
    "this never counts, because its segment or set has other dates",
    "A member counts only on the days on which its segment or set counts. Correct one of the dates, or remove the entry."
  )

  static func expired(_ day: CalendarDay, in place: ManifestPlace) -> Self {
    let advice =
      switch place {
      case .segment: "The segment now has no members. To delete it, replace its members and dates with `ensure: absent`."
      case .set: "The set now has no members. You can remove it, with the entries that name it."
      default: "It no longer counts. You can remove it from the manifest."
      }
    return Self("expired-member", "this expired at the start of \(day)", advice)
  }

  /// An entry must have exactly one of these keys.
  static func needsOne(of keys: [String], _ count: Int) -> Self {
    Self(
      "member-name",
      count == 0 ? "this does not say who is meant" : "this says in \(count) ways who is meant",
      "Set one of " + keys.dropLast().map { "`\($0):`" }.joined(separator: ", ") + " and `\(keys.last ?? ""):`."
    )
  }

  static let emptyOnlyLive = Self(
    "wrong-key",
    "`allow_empty` has no effect here",
    "It allows a segment under `live:` to be empty. Remove it."
  )

  private static let hiddenAdvice = "It often gets in when text is copied. Delete it, or type the text again."

  private static let uuidAdvice = """
    An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234.
    """
}
