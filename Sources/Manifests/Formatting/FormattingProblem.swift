import Diagnostics

/// Why a manifest is left as it is: facts, and below the words.
enum FormattingProblem: Error, Hashable, Sendable {
  case yaml(YAMLProblem)
  /// Lines that end with something else than LF or CR LF.
  case lineEnds
  /// Something on this line, counted from 0, that this formatter has no way to move.
  case unsupported(line: Int)
  /// The formatted text would not mean what the text means, or another time would change it again.
  case unfaithful
}

extension FormattingProblem {
  /// The problem in words, with the line that it is about.
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
        "It is left as it is. YAML takes a lone CR, NEL, LS and PS for line ends, which most programs do not."
      )
    case .unsupported(let line):
      return Self.leftAlone(
        source,
        line: line + 1,
        "segplan fmt has no way to lay out this line",
        """
        The file is left as it is. Its YAML may be right: keys with `?`, anchors on lines of their own and entries that share a line are \
        not taken apart.
        """
      )
    case .unfaithful:
      let summary = "formatting \(source.file) would change what it means"
      let detail = "The file is left as it is. This is a bug in segplan; please report it with the file."
      return [Diagnostic(.error, code: "not-formatted", summary: summary, detail: detail)]
    }
  }

  private static func leftAlone(_ source: SourceText, line: Int, _ summary: String, _ detail: String) -> [Diagnostic] {
    let range = source.range(at: SourcePosition(line: line, column: 1), columns: 1)
    let text = source.lines([line])[line]
    return [Diagnostic(.error, code: "not-formatted", summary: summary, detail: detail, range: range, sourceLine: text)]
  }
}
