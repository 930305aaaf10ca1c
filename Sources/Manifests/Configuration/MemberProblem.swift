import SegmentModel

/// What is wrong with an entry of `members` or `members_from`.
enum MemberProblem: Hashable, Sendable {
  case badCustomerID(String)
  /// Without its text, which may be somebody's address with a slip in it.
  case badEmail
  case badDay(String, key: String)
  /// It would end before it begins.
  case neverValid
  case expired(CalendarDay)
  /// How many ways of naming a member an entry uses, of which it must use one.
  case needsOneName(Int)
  case badCount(String, key: String)

  var isWarning: Bool {
    if case .expired = self { true } else { false }
  }
}
