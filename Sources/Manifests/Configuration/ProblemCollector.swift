import Diagnostics
import SegmentModel

/// Gathers the problems of one manifest, each once, and gives them their source lines.
final class ProblemCollector {
  /// More of a severity in one file are counted, not shown: the first hundred tell what is wrong with it.
  static let maximumShown = 100

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

  func add(_ problem: ManifestProblem, at range: SourceRange?) {
    let entry = Entry(problem: problem, range: range)
    let count = counts[problem.severity, default: 0]
    guard count < Self.maximumShown else {
      counts[problem.severity] = count + 1
      return
    }
    guard known.insert(entry).inserted else { return }
    counts[problem.severity] = count + 1
    entries.append(entry)
  }

  func add(_ problem: ManifestProblem, at node: YAMLNode) { add(problem, at: node.range) }

  func add(_ problem: YAMLProblem) { add(.yaml(problem), at: problem.position.map { source.range(at: $0, columns: 1) }) }

  /// Adds a problem of a text, or that it has a character that does not show, which is then what is wrong with it.
  func add(_ problem: ManifestProblem, of text: String, called subject: String, at node: YAMLNode) {
    add(HiddenCharacters.first(in: text).map { .hiddenCharacter($0, in: subject) } ?? problem, at: node)
  }

  var hasErrors: Bool { counts[.error, default: 0] > 0 }

  /// All of them in words, in the order of arrival, then how many are not shown.
  var diagnostics: [Diagnostic] {
    let lines = source.lines(Set(entries.compactMap(\.range?.start.line)))
    let shown = entries.map { entry in
      let line = entry.range.flatMap { lines[$0.start.line] }
      let range = entry.range.map { Self.narrowed($0, to: entry.problem.hiddenCharacter, in: line) }
      return entry.problem.diagnostic(at: range, sourceLine: entry.problem.concernsEmail ? nil : line)
    }
    let hidden = [Diagnostic.Severity.error, .warning].compactMap { severity -> Diagnostic? in
      let count = counts[severity, default: 0] - Self.maximumShown
      guard count > 0, let last = entries.last(where: { $0.problem.severity == severity })?.range else { return nil }
      // At the place of the last one, so that sorting by place leaves it behind those that are shown.
      return ManifestProblem.more(count, severity).diagnostic(at: last, sourceLine: nil)
    }
    return shown + hidden
  }

  /// The place of the character in the range; the range itself where it is written as an escape, or comes from a variable.
  private static func narrowed(_ range: SourceRange, to character: Unicode.Scalar?, in line: String?) -> SourceRange {
    guard let character, let line else { return range }
    let isWhole = range.end.line == range.start.line && range.end.column > range.start.column + 1
    // Of a text over several lines the rest of its first line is looked at.
    let columns = line.unicodeScalars.prefix(isWhole ? range.end.column - 1 : .max).enumerated().dropFirst(range.start.column - 1)
    guard let column = columns.first(where: { $0.element == character })?.offset else { return range }
    let start = SourcePosition(line: range.start.line, column: column + 1)
    return SourceRange(file: range.file, start: start, end: SourcePosition(line: start.line, column: start.column + 1))
  }
}
