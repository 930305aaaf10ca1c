package import Diagnostics
package import Planning
package import SegmentModel

/// Problems as annotations that GitHub shows beside the changed lines of a pull request.
///
/// `::error file=…,line=…,col=…,endColumn=…,title=…::message` (GitHub docs, *Workflow commands for GitHub Actions*).
/// GitHub shows ten of each kind from one step; the others are in the log.
package enum WorkflowCommands {
  /// A line per problem.
  package static func annotations(_ problems: [Diagnostic]) -> String {
    problems.map { annotation($0) + "\n" }.joined()
  }

  /// A notice for each segment that a plan changes, at its declaration.
  package static func notices(_ plan: Plan, places: [SegmentName: SourceRange]) -> String {
    plan.changedSegments.map { segment in
      let what =
        switch segment.change {
        case .create: "created"
        case .delete: "deleted"
        case .update, .keep, .stayAbsent: "updated"
        }
      let causes = segment.causeWords.isEmpty ? "" : "; \(segment.causeWords)"
      let message = "Segment \(VisibleText.quoted(segment.name.text)) will be \(what): \(segment.sizeWords)\(causes)"
      return "::notice \(place(places[segment.name]))title=segplan::\(data(message))\n"
    }.joined()
  }

  /// Text for the log of a job, without anything that a runner could mistake for a command.
  ///
  /// GitHub's runner looks for `::` at the start of a line and for `##[` anywhere (actions/runner, `ActionCommand.cs`);
  /// Azure's also looks for `##vso[`. Both treat a carriage return as the end of a line.
  package static func harmless(_ text: String) -> String {
    guard text.contains("::") || text.contains("##") else { return text }
    var result = String.UnicodeScalarView()
    for line in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r" }) {
      if line.drop(while: \.properties.isWhitespace).starts(with: "::".unicodeScalars) { result += "| ".unicodeScalars }
      var signs = 0
      for scalar in line {
        if signs > 1, scalar == "[" || scalar.properties.isAlphabetic { result.append(" ") }
        signs = scalar == "#" ? signs + 1 : 0
        result.append(scalar)
      }
      if line.endIndex < text.unicodeScalars.endIndex { result.append(text.unicodeScalars[line.endIndex]) }
    }
    return String(result)
  }

  private static func annotation(_ problem: Diagnostic) -> String {
    let command = problem.severity == .error ? "error" : "warning"
    return "::\(command) \(place(problem.range))title=\(property("segplan: \(problem.code)"))::\(data(problem.visibleText))"
  }

  /// The properties of a place, each followed by a comma.
  private static func place(_ range: SourceRange?) -> String {
    guard let range else { return "" }
    // GitHub refuses columns for a range of several lines.
    let end =
      range.end.line == range.start.line
      ? "col=\(range.start.column),endColumn=\(range.end.column)" : "endLine=\(range.end.line)"
    return "file=\(property(range.file)),line=\(range.start.line),\(end),"
  }

  private static func data(_ text: String) -> String {
    // A runner that does not know the command would look for others in this line.
    harmless(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  static func property(_ text: String) -> String {
    data(VisibleText.of(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

/// The counts of a plan as outputs of a workflow's step, to be appended to the file in `GITHUB_OUTPUT`.
package enum GitHubOutput {
  /// Lines of the form `name=value`; names do not change between releases.
  ///
  /// `verdict` is one of ``ReviewVerdict``, `has_changes` is `true` or `false`, `plan_id` is the id of the plan, and all
  /// others are numbers. Without a plan there are only `verdict`, `errors` and `warnings`.
  package static func text(_ review: Review) -> String { lines(review).map { "\($0)=\($1)\n" }.joined() }

  /// The same for a dotenv report of GitLab, with names such as `SEGPLAN_PLAN_ID`.
  package static func dotenv(_ review: Review) -> String {
    lines(review).map { "SEGPLAN_\($0.uppercased())=\($1)\n" }.joined()
  }

  private static func lines(_ review: Review) -> [(name: String, value: String)] {
    var lines = [
      (name: "verdict", value: review.verdict.rawValue), ("errors", "\(review.errorCount)"),
      ("warnings", "\(review.warningCount)"),
    ]
    if let plan = review.plan {
      lines += [("has_changes", "\(plan.hasChanges)"), ("plan_id", "\(review.planID ?? plan.id)")]
      lines += plan.summary.named.map { ($0.name, "\($0.count)") }
    }
    return lines
  }
}
