package import Diagnostics
package import SegmentModel

/// How long a plan may be applied.
///
/// It ends at the next date that changes what it was made from, and after a given time at the latest.
package enum PlanValidity {
  /// The maximum unless `--plan-ttl` is given: a week.
  package static let standardLifetime = Duration.seconds(7 * 86_400)
  /// How far the clocks of the machines that plan and apply may differ.
  static let maximumClockDifference = Duration.seconds(300)

  /// The moment from which a plan is no longer valid.
  ///
  /// `nextDate` is the next day on which a declaration behind the plan's changes begins or ends.
  package static func end(created: Timestamp, lifetime: Duration, nextDate: CalendarDay?) -> Timestamp {
    let end = created.advanced(by: lifetime)
    return nextDate.map { min(end, Timestamp(startOf: $0)) } ?? end
  }

  /// Why the plan may not be applied now; `nil` when it may.
  ///
  /// No plan may be older than `lifetime`, even if its file names a later end.
  package static func problem(of header: PlanHeader, at now: Timestamp, lifetime: Duration) -> Diagnostic? {
    guard let created = Timestamp(header.createdAt) else {
      return stale("the plan does not say when it was made", "Nothing was changed. Plan again.")
    }
    guard created <= now.advanced(by: maximumClockDifference) else {
      return stale(
        "the plan was made in the future, at \(header.createdAt); it is \(now.text) here",
        "Nothing was changed. Set the clock of this machine or of the one that planned, then plan again."
      )
    }
    // A plan without an end is valid until the end of its day: dates in manifests are days in UTC.
    let end = header.validUntil.flatMap { Timestamp($0) } ?? Timestamp(startOf: created.day.advanced(by: 1))
    guard now < end else {
      return stale(
        "the plan was valid until \(end.text); it is \(now.text) now",
        """
        Nothing was changed. A plan is valid until a date in the manifests (`starts`, `expires`) changes who is declared, and at most for the \
        time that `segplan --plan-ttl` sets. Plan again, and review that plan.
        """
      )
    }
    guard now <= created.advanced(by: lifetime) else {
      return stale(
        "the plan was made at \(header.createdAt) and is too old",
        "Nothing was changed. Plan again. To apply older plans, give `segapply` a longer --plan-ttl, such as --plan-ttl 30d."
      )
    }
    return nil
  }

  private static func stale(_ summary: String, _ detail: String) -> Diagnostic {
    Diagnostic(.error, code: "plan-expired", summary: summary, detail: detail)
  }
}
