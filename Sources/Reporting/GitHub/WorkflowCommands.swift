package import Diagnostics

/// Problems as annotations that GitHub shows beside the changed lines of a pull request.
///
/// `::error file=…,line=…,col=…,endColumn=…,title=…::message` (GitHub docs, *Workflow commands for GitHub Actions*). GitHub shows ten
/// of a kind from one step; the others stand in the log.
package enum WorkflowCommands {
  /// A line for each problem; nothing for none.
  package static func annotations(_ problems: [Diagnostic]) -> String {
    problems.map { annotation($0) + "\n" }.joined()
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
    var properties: [String] = []
    if let range = problem.range {
      properties += ["file=\(property(range.file))", "line=\(range.start.line)"]
      // Columns of a stretch over several lines are refused.
      if range.end.line == range.start.line {
        properties += ["col=\(range.start.column)", "endColumn=\(range.end.column)"]
      } else {
        properties.append("endLine=\(range.end.line)")
      }
    }
    properties.append("title=\(property("segplan: \(problem.code)"))")
    let command = problem.severity == .error ? "error" : "warning"
    return "::\(command) \(properties.joined(separator: ","))::\(data(message(problem)))"
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
