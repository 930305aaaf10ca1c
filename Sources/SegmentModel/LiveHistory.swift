/// How many members a segment had on the recent days on which an apply changed it, for the guardrail against repeated
/// removals.
package struct LiveHistory: Hashable, Sendable {
  /// Long enough to hold four runs of a weekly job.
  package static let daysKept = 30

  /// A day with its highest count.
  package struct Entry: Hashable, Sendable {
    package let day: CalendarDay
    package let count: Int

    package init(day: CalendarDay, count: Int) {
      self.day = day
      self.count = count
    }
  }

  /// By ascending day and strictly descending count: a count below a later one can never be the highest again.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// `nil` unless the entries are in order.
  package init?(entries: [Entry]) {
    for (earlier, later) in zip(entries, entries.dropFirst())
    where earlier.day >= later.day || earlier.count <= later.count { return nil }
    guard entries.allSatisfy({ $0.count >= 0 }) else { return nil }
    self.entries = entries
  }

  /// The highest count of the last 30 days; 0 when nothing is known.
  package func highest(on day: CalendarDay) -> Int { entries.first { $0.day >= day.advanced(by: -Self.daysKept) }?.count ?? 0 }

  /// The history with a count of this day and without days that are too old.
  package func adding(_ count: Int, on day: CalendarDay) -> LiveHistory {
    var history = self
    history.entries.removeAll { $0.day < day.advanced(by: -Self.daysKept) || $0.count <= count }
    // A clock that was set back must not change the order of the days.
    guard history.entries.last.map({ $0.day < day }) ?? true else { return history }
    history.entries.append(Entry(day: day, count: count))
    return history
  }
}
