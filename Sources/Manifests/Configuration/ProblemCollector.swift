import Diagnostics

/// Gathers the problems of one manifest, each once, and gives them their source lines.
struct ProblemCollector {
  /// More of a severity in one file are counted, not shown: the first hundred tell what is wrong with it.
  static let mostShown = 100

  private struct Entry: Hashable {
    let problem: ManifestProblem
    let range: SourceRange?
  }

  private let source: SourceText
  private var entries: [Entry] = []
  /// An anchor that is used often is read often, and has its problems each time.
  private var known: Set<Entry> = []
  private var counts: [Diagnostic.Severity: Int] = [:]

  init(_ source: SourceText) { self.source = source }

  mutating func add(_ problem: ManifestProblem, at range: SourceRange?) {
    let entry = Entry(problem: problem, range: range)
    let count = counts[problem.severity, default: 0]
    guard count < Self.mostShown else {
      counts[problem.severity] = count + 1
      return
    }
    guard known.insert(entry).inserted else { return }
    counts[problem.severity] = count + 1
    entries.append(entry)
  }

  mutating func add(_ problem: ManifestProblem, at node: YAMLNode) { add(problem, at: node.range) }

  var hasErrors: Bool { counts[.error, default: 0] > 0 }

  /// All of them in words, in the order of arrival, then how many are not shown.
  var diagnostics: [Diagnostic] {
    let lines = source.lines(Set(entries.compactMap(\.range?.start.line)))
    let shown = entries.map { entry in
      let line = entry.problem.concernsEmail ? nil : entry.range.flatMap { lines[$0.start.line] }
      return entry.problem.diagnostic(at: entry.range, sourceLine: line)
    }
    let hidden = [Diagnostic.Severity.error, .warning].compactMap { severity -> Diagnostic? in
      let count = counts[severity, default: 0] - Self.mostShown
      guard count > 0, let last = entries.last(where: { $0.problem.severity == severity })?.range else { return nil }
      // At the place of the last one, so that sorting by place leaves it behind those that are shown.
      return ManifestProblem.more(count, severity).diagnostic(at: last, sourceLine: nil)
    }
    return shown + hidden
  }
}
