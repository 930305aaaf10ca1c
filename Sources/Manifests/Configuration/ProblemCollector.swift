import Diagnostics
import SegmentModel

/// Gathers the problems of one manifest, each once, and adds their source lines.
final class ProblemCollector {
  /// More problems of one severity in a file are counted, but not shown.
  static let maximumShown = 100

  private struct Entry: Hashable {
    let severity: Diagnostic.Severity
    let problem: ManifestProblem
    let range: SourceRange?
  }

  private let source: SourceText
  private var entries: [Entry] = []
  /// The content of an anchor is read at each of its aliases, with the same problems each time.
  private var known: Set<Entry> = []
  private var counts: [Diagnostic.Severity: Int] = [:]

  init(_ source: SourceText) { self.source = source }

  func add(_ problem: @autoclosure () -> ManifestProblem, at range: SourceRange?) { gather(.error, problem, at: { range }) }

  func add(_ problem: @autoclosure () -> ManifestProblem, at node: YAMLNode) { gather(.error, problem, at: { node.range }) }

  func add(_ problem: YAMLProblem) { add(.yaml(problem), at: problem.position.map { source.range(at: $0, columns: 1) }) }

  func warn(_ problem: @autoclosure () -> ManifestProblem, at range: SourceRange) { gather(.warning, problem, at: { range }) }

  /// Adds a problem of a text, or that the text has an invisible character, which then is its cause.
  func add(
    _ problem: @autoclosure () -> ManifestProblem,
    of text: String,
    called subject: String,
    at node: YAMLNode,
    concernsEmail: Bool = false
  ) {
    if let scalar = HiddenCharacters.first(in: text) {
      add(.hiddenCharacter(scalar, in: subject, concernsEmail: concernsEmail), at: node)
    } else {
      add(problem(), at: node)
    }
  }

  /// The result of the body; `nil` after its problem is added.
  func value<Value>(at node: YAMLNode, _ body: () throws(ManifestProblem) -> Value) -> Value? {
    do throws(ManifestProblem) {
      return try body()
    } catch {
      add(error, at: node)
      return nil
    }
  }

  func segmentName(_ text: String, at node: YAMLNode) -> SegmentName? {
    do throws(SegmentNameError) {
      return try SegmentName(text)
    } catch {
      add(.badSegmentName(error), at: node)
      return nil
    }
  }

  /// A file may have millions of problems, so those beyond the maximum are not even made.
  private func gather(_ severity: Diagnostic.Severity, _ problem: () -> ManifestProblem, at range: () -> SourceRange?) {
    guard counts[severity, default: 0] < Self.maximumShown else {
      counts[severity, default: 0] += 1
      return
    }
    let entry = Entry(severity: severity, problem: problem(), range: range())
    guard known.insert(entry).inserted else { return }
    counts[severity, default: 0] += 1
    entries.append(entry)
  }

  var hasErrors: Bool { counts[.error, default: 0] > 0 }

  /// The problems in the order of arrival, then how many are not shown.
  var diagnostics: [Diagnostic] {
    let lines = source.lines(Set(entries.compactMap(\.range?.start.line)))
    let shown = entries.map { entry in
      let line = entry.range.flatMap { lines[$0.start.line] }
      let range = entry.range.map { Self.narrowed($0, to: entry.problem.hiddenCharacter, in: line) }
      return entry.problem.diagnostic(entry.severity, at: range, sourceLine: line)
    }
    let hidden = [Diagnostic.Severity.error, .warning].compactMap { severity -> Diagnostic? in
      let count = counts[severity, default: 0] - Self.maximumShown
      guard count > 0, let last = entries.last(where: { $0.severity == severity })?.range else { return nil }
      // At the place of the last problem, so that sorting by place leaves it last.
      return ManifestProblem.more(count, severity).diagnostic(severity, at: last, sourceLine: nil)
    }
    return shown + hidden
  }

  /// The place of the character in the range, or the range itself if it is an escape or comes from a variable.
  private static func narrowed(_ range: SourceRange, to character: Unicode.Scalar?, in line: String?) -> SourceRange {
    guard let character, let line else { return range }
    let isWhole = range.end.line == range.start.line && range.end.column > range.start.column + 1
    // Of a text over several lines only the first one is searched.
    let columns = line.unicodeScalars.prefix(isWhole ? range.end.column - 1 : .max).enumerated().dropFirst(range.start.column - 1)
    guard let column = columns.first(where: { $0.element == character })?.offset else { return range }
    let start = SourcePosition(line: range.start.line, column: column + 1)
    return SourceRange(file: range.file, start: start, end: SourcePosition(line: start.line, column: start.column + 1))
  }
}
