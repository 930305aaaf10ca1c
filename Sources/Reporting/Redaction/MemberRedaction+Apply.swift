import Diagnostics
package import Planning
import SegmentModel

extension MemberRedaction {
  /// The report without personal data in its names and problems; members keep their ids until each format takes them out.
  package func apply(_ report: ApplyReport) -> ApplyReport {
    let names = names((report.plan?.segments ?? []).map(\.name))
    return ApplyReport(
      header: report.header.run(by: text(report.header.who)),
      ending: report.ending,
      plan: report.plan.map { plan($0, names) },
      outcome: ApplyOutcome(
        segments: report.outcome.segments.map { segment in
          var redacted = segment
          redacted.name = names[segment.name] ?? name(segment.name)
          redacted.failures = segment.failures.map {
            ApplyFailure(problem: problem($0.problem), members: $0.members, customers: $0.customers)
          }
          return redacted
        }
      ),
      problems: report.problems.map(problem)
    )
  }
}
