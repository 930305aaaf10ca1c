import Diagnostics

/// Why the formatter leaves a manifest as it is.
enum FormattingProblem: Error, Hashable, Sendable {
  case yaml(YAMLProblem)
  /// Lines that end otherwise than with LF or CR LF.
  case lineEnds
  /// Something on this line, counted from 0, that the formatter cannot move.
  case unsupported(line: Int)
  /// The result would mean something else, or formatting it again would change it.
  case unfaithful

  func diagnostics(of source: SourceText) -> [Diagnostic] {
    switch self {
    case .yaml(let problem):
      let collector = ProblemCollector(source)
      collector.add(problem)
      return collector.diagnostics
    case .lineEnds:
      return Self.leftAlone(
        source,
        line: 1,
        "the file has line ends other than LF and CR LF",
        "The file was not changed. YAML also ends lines at a lone CR, NEL, LS and PS, but most programs do not."
      )
    case .unsupported(let line):
      return Self.leftAlone(
        source,
        line: line + 1,
        "segplan fmt cannot format this line",
        """
        The file is left as it is. Its YAML may be correct. segplan fmt does not support keys with `?`, anchors on lines of their own and \
        several entries on one line.
        """
      )
    case .unfaithful:
      let summary = "formatting \(source.file) would change what it means"
      let detail = "The file was not changed. This is a bug in segplan. Please report it with the file."
      return [Diagnostic(.error, code: "not-formatted", summary: summary, detail: detail)]
    }
  }

  private static func leftAlone(_ source: SourceText, line: Int, _ summary: String, _ detail: String) -> [Diagnostic] {
    let range = source.range(at: SourcePosition(line: line, column: 1), columns: 1)
    let text = source.lines([line])[line]
    return [Diagnostic(.error, code: "not-formatted", summary: summary, detail: detail, range: range, sourceLine: text)]
  }
}
