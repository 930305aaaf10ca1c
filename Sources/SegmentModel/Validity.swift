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

  private init(from starts: CalendarDay? = nil, until expires: CalendarDay? = nil) {
    self.starts = starts
    self.expires = expires
  }

  /// The days on which both count.
  ///
  /// There may be no such day. Then the result ends before it begins, and is never in force.
  package func limited(to other: Validity) -> Validity {
    let starts = [starts, other.starts].compactMap(\.self).max()
    return Validity(from: starts, until: [expires, other.expires].compactMap(\.self).min())
  }

  /// Whether it counts on any day.
  package var isPossible: Bool { Validity(starts: starts, expires: expires) != nil }

  /// The first day after this one on which it begins or ends.
  package func nextDate(after day: CalendarDay) -> CalendarDay? {
    [starts, expires].compactMap(\.self).filter { $0 > day }.min()
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
