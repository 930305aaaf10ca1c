package import Diagnostics
package import Planning
package import SegmentModel

/// Problems as annotations that GitHub shows beside the changed lines of a pull request.
///
/// `::error file=…,line=…,col=…,endColumn=…,title=…::message` (GitHub docs, *Workflow commands for GitHub Actions*). GitHub shows ten
/// of a kind from one step; the others stand in the log.
package enum WorkflowCommands {
  /// A line for each problem; nothing for none.
  package static func annotations(_ problems: [Diagnostic]) -> String {
    problems.map { annotation($0) + "\n" }.joined()
  }

  /// A notice for each segment that a plan changes, beside its declaration; nothing for none.
  package static func notices(_ plan: Plan, places: [SegmentName: SourceRange]) -> String {
    plan.segments.filter(\.hasChanges).map { segment in
      let what =
        switch segment.change {
        case .create: "created"
        case .delete: "deleted"
        case .update, .keep, .stayAbsent: "updated"
        }
      let causes = MarkdownTable.causes(segment)
      let message =
        "Segment \(VisibleText.quoted(segment.name.text)) will be \(what): \(PlanReport.size(segment))\(causes.isEmpty ? "" : "; \(causes)")"
      return "::notice \(place(places[segment.name]))title=segplan::\(data(message))\n"
    }.joined()
  }

  /// Text for the log of a job, in which nothing is taken for a command.
  ///
  /// The runner takes lines that begin with `::`, and `##[` anywhere in a line (actions/runner, `ActionCommand.cs`); Azure's takes `##vso[` too.
  /// A carriage return ends a line for them.
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
    return "::\(command) \(place(problem.range))title=\(property("segplan: \(problem.code)"))::\(data(message(problem)))"
  }

  /// The properties of a place, with a comma behind each.
  private static func place(_ range: SourceRange?) -> String {
    guard let range else { return "" }
    // Columns of a stretch over several lines are refused.
    let end =
      range.end.line == range.start.line
      ? "col=\(range.start.column),endColumn=\(range.end.column)" : "endLine=\(range.end.line)"
    return "file=\(property(range.file)),line=\(range.start.line),\(end),"
  }

  private static func message(_ problem: Diagnostic) -> String {
    let suggestion = problem.suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? ""
    let detail = problem.detail.map { detail in
      "\n"
        + detail.split(separator: "\n", omittingEmptySubsequences: false).map { VisibleText.of(String($0)) }
        .joined(separator: "\n")
    }
    return VisibleText.of(problem.summary) + suggestion + (detail ?? "")
  }

  private static func data(_ text: String) -> String {
    // A runner that does not know the command would look for others in the line.
    harmless(text).replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  static func property(_ text: String) -> String {
    data(VisibleText.of(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
