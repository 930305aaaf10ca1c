/// The days on which a declaration of members counts.
package struct Validity: Hashable, Sendable {
  /// The first day; `nil` when it counted from the beginning.
  package let starts: CalendarDay?
  /// The day at whose start, in UTC, it no longer counts; `nil` when it counts for ever.
  package let expires: CalendarDay?

  package static let unlimited = Validity(unchecked: nil, nil)

  /// `nil` when it would end before it begins, or on the same day, and so never count.
  package init?(starts: CalendarDay?, expires: CalendarDay?) {
    if let starts, let expires, expires <= starts { return nil }
    self.init(unchecked: starts, expires)
  }

  private init(unchecked starts: CalendarDay?, _ expires: CalendarDay?) {
    self.starts = starts
    self.expires = expires
  }

  /// The declaration of a part, bound to that of the whole: it counts on the days on which both do.
  ///
  /// `nil` when there is no such day.
  package func intersection(_ other: Validity) -> Validity? {
    Validity(
      starts: [starts, other.starts].compactMap(\.self).max(),
      expires: [expires, other.expires].compactMap(\.self).min()
    )
  }

  /// Whether it counts on that day, not yet, or no more.
  package func phase(on day: CalendarDay) -> Phase {
    if let starts, day < starts { return .upcoming }
    if let expires, expires <= day { return .expired }
    return .inForce
  }

  /// A day as a declaration of members sees it.
  package enum Phase: Hashable, Sendable {
    case upcoming
    case inForce
    case expired
  }
}
