/// The days on which a declaration of members counts.
package struct Validity: Hashable, Sendable {
  /// The first day; `nil` for no such limit.
  package let starts: CalendarDay?
  /// The day at whose start, in UTC, it no longer counts; `nil` for no such limit.
  package let expires: CalendarDay?

  package static let unlimited = Validity()

  /// `nil` when it would end before it begins, or on the same day.
  package init?(starts: CalendarDay?, expires: CalendarDay?) {
    if let starts, let expires, expires <= starts { return nil }
    self.starts = starts
    self.expires = expires
  }

  private init() {
    starts = nil
    expires = nil
  }

  package func phase(on day: CalendarDay) -> Phase {
    if let starts, day < starts { return .upcoming }
    if let expires, expires <= day { return .expired }
    return .inForce
  }

  /// How a day relates to a declaration of members.
  package enum Phase: Hashable, Sendable {
    case upcoming
    case inForce
    case expired
  }
}
