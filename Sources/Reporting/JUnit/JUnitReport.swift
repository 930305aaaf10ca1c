import Diagnostics
package import Planning
import SegmentModel

/// A review as a JUnit test report, the format that every CI system shows: a test for each planned segment, which fails when a guardrail
/// stops it, and one for every other problem.
package enum JUnitReport {
  /// The whole document.
  package static func text(_ review: Review) -> String {
    var cases: [Case] = []
    var placed: [Int: Bool] = [:]
    if let plan = review.plan {
      var problems: [SourcePlace: [(offset: Int, problem: Diagnostic)]] = [:]
      for (offset, problem) in review.problems.enumerated() {
        if let range = problem.range { problems[SourcePlace(range), default: []].append((offset, problem)) }
      }
      for segment in plan.segments {
        let own = review.places[segment.name].flatMap { problems[SourcePlace($0)] } ?? []
        for (offset, _) in own { placed[offset] = true }
        cases.append(
          Case(
            name: segment.name.text,
            className: "segplan.segment",
            problems: own.map(\.problem),
            output: segment.actions.map(\.rawValue).joined(separator: ", ")
          )
        )
      }
    }
    for (offset, problem) in review.problems.enumerated() where placed[offset] == nil {
      cases.append(
        Case(name: problem.range.map { "\($0)" } ?? problem.code, className: "segplan.problem", problems: [problem], output: "")
      )
    }
    return document(cases)
  }

  /// An apply: a test case for each segment that was to change, and one for each other problem.
  package static func text(_ report: ApplyReport) -> String {
    let own = report.segments.map { segment in
      Case(
        name: segment.plan.name.text,
        className: "segapply.segment",
        problems: segment.outcome.failures.map(\.problem) + OutcomeReport.unverified(segment.outcome),
        output: OutcomeReport.words(segment.plan, segment.outcome)
      )
    }
    let told = Set(own.flatMap(\.problems).map(\.summary))
    let others = report.problems.filter { !told.contains($0.summary) }.map {
      Case(name: $0.code, className: "segapply.problem", problems: [$0], output: "")
    }
    return document(own + others, name: "segapply")
  }

  private struct SourcePlace: Hashable {
    let file: String
    let start: SourcePosition

    init(_ range: SourceRange) {
      file = range.file
      start = range.start
    }
  }

  private struct Case {
    let name: String
    let className: String
    let problems: [Diagnostic]
    let output: String

    var failures: [Diagnostic] { problems.filter { $0.severity == .error } }
  }

  private static func document(_ cases: [Case], name: String = "segplan") -> String {
    let counts = "tests=\"\(cases.count)\" failures=\"\(cases.count { !$0.failures.isEmpty })\" errors=\"0\" skipped=\"0\""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"\(name)\" \(counts) time=\"0\">\n"
    text += "  <testsuite name=\"\(name)\" \(counts) time=\"0\">\n"
    for testCase in cases { text += element(testCase) }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private static func element(_ testCase: Case) -> String {
    var content = ""
    for problem in testCase.failures {
      let message = XMLText.attribute(problem.summary)
      let detail = XMLText.content(DiagnosticReport(style: .plain).text([problem]))
      content += "      <failure message=\"\(message)\" type=\"\(problem.code)\">\(detail)</failure>\n"
    }
    let warnings = testCase.problems.filter { $0.severity == .warning }
    let output = (testCase.output.isEmpty ? "" : testCase.output + "\n") + DiagnosticReport(style: .plain).text(warnings)
    if !output.isEmpty { content += "      <system-out>\(XMLText.content(output))</system-out>\n" }
    let opening =
      "    <testcase name=\"\(XMLText.attribute(testCase.name))\" classname=\"\(testCase.className)\" time=\"0\""
    return content.isEmpty ? "\(opening)/>\n" : "\(opening)>\n\(content)    </testcase>\n"
  }
}

/// Text for XML 1.0.
enum XMLText {
  static func attribute(_ text: String) -> String { escaped(VisibleText.of(text)) }

  /// Text between tags, its line breaks kept.
  static func content(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(VisibleText.of(String($0))) }
      .joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML knows no such characters, not even as references.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
