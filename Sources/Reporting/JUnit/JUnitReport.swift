import Diagnostics
package import Planning
import SegmentModel

/// A review or an apply as a JUnit test report, the format that every CI system shows.
///
/// Each segment is a test, which fails if it has an error, and so is each other problem.
package enum JUnitReport {
  package static func text(_ review: Review) -> String {
    let problems = Dictionary(grouping: review.problems.indices) { review.problems[$0].range?.description }
    var placed: Set<Int> = []
    let segments = (review.plan?.segments ?? []).map { segment in
      let own = review.places[segment.name].flatMap { problems[$0.description] } ?? []
      placed.formUnion(own)
      return Case(
        name: segment.name.text,
        className: "segplan.segment",
        problems: own.map { review.problems[$0] },
        output: segment.actions.map(\.rawValue).joined(separator: ", ")
      )
    }
    let others = review.problems.indices.filter { !placed.contains($0) }.map { review.problems[$0] }.map {
      Case(name: $0.range?.description ?? $0.code, className: "segplan.problem", problems: [$0])
    }
    return document(segments + others, name: "segplan")
  }

  package static func text(_ report: ApplyReport) -> String {
    let segments = report.segments.map { segment in
      Case(
        name: segment.plan.name.text,
        className: "segapply.segment",
        problems: segment.outcome.failures.map(\.problem) + OutcomeReport.unverified(segment.outcome),
        output: OutcomeReport.words(segment.plan, segment.outcome)
      )
    }
    let known = Set(segments.flatMap(\.problems).map(\.summary))
    let others = report.problems.filter { !known.contains($0.summary) }.map {
      Case(name: $0.code, className: "segapply.problem", problems: [$0])
    }
    return document(segments + others, name: "segapply")
  }

  private struct Case {
    let name: String
    let className: String
    let problems: [Diagnostic]
    var output = ""

    var failures: [Diagnostic] { problems.filter { $0.severity == .error } }

    var markup: Markup {
      var content = failures.map { problem -> Markup in
        let detail = DiagnosticReport(style: .plain).text([problem])
        return "      <failure message=\"\(VisibleText.of(problem.summary))\" type=\"\(problem.code)\">\(detail)</failure>\n"
      }
      let warnings = DiagnosticReport(style: .plain).text(problems.filter { $0.severity == .warning })
      let text = (output.isEmpty ? "" : output + "\n") + warnings
      if !text.isEmpty { content.append("      <system-out>\(text)</system-out>\n") }
      let attributes: Markup = "name=\"\(VisibleText.of(name))\" classname=\"\(className)\" time=\"0\""
      return content.isEmpty
        ? "    <testcase \(attributes)/>\n" : "    <testcase \(attributes)>\n\(content)    </testcase>\n"
    }
  }

  private static func document(_ cases: [Case], name: String) -> String {
    let failures = cases.count { !$0.failures.isEmpty }
    let attributes: Markup =
      "name=\"\(name)\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\" time=\"0\""
    let document: Markup = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(attributes)>
        <testsuite \(attributes)>
      \(cases.map(\.markup))  </testsuite>
      </testsuites>

      """
    return document.html
  }
}
