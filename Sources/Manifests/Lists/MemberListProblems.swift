import Diagnostics
import SegmentModel

/// A row of a list that messages are about.
struct ListRow {
  let text: ListText
  let place: ListText.Place
  /// Whether messages may show its line.
  let isShown: Bool
}

/// Gathers the problems of one file: the first bad rows, and how many more there are.
final class MemberListProblems {
  private static let maximumShownRows = 20

  private let file: String
  private let entry: MemberListEntry
  private var gathered: [Diagnostic] = []
  private var badRows = 0
  private var lastBadRow: SourceRange?

  init(file: String, entry: MemberListEntry) {
    self.file = file
    self.entry = entry
  }

  var isEmpty: Bool { gathered.isEmpty }

  /// Adds a problem of the file as a whole, which is reported at its beginning.
  func add(_ problem: ManifestProblem) {
    let (start, end) = (SourcePosition(line: 1, column: 1), SourcePosition(line: 1, column: 2))
    add(problem, at: SourceRange(file: file, start: start, end: end))
  }

  /// Adds a problem without its line, which may hold personal data.
  func add(_ problem: ManifestProblem, at range: SourceRange) { gathered.append(problem.diagnostic(at: range, sourceLine: nil)) }

  /// Adds a problem that is fixed in the manifest.
  func addToEntry(_ problem: ManifestProblem) { gathered.append(entry.diagnostic(problem)) }

  /// Adds a row whose value is not of its kind, or counts it.
  func addValue(_ value: Range<Int>, of kind: MemberListKind, in row: ListRow, isCutOff: Bool = false) {
    let text = row.text
    let damage = SpreadsheetValue.damage(text.text(value), of: kind)
    if isCutOff || text.isBlank(value) {
      addRow(isCutOff ? .listCutOff : .missingValue(kind), at: value, in: row)
    } else if damage == nil, let hidden = text.hiddenCharacter(in: value) {
      addRow(.hiddenInValue(hidden.character, of: kind), at: hidden.range, in: row)
    } else {
      let shown = row.isShown ? text.text(value) : nil
      addRow(.badValue(shown, of: kind, damage: damage), at: value, in: row)
    }
  }

  /// Adds a bad row, or counts it.
  func addRow(_ problem: @autoclosure () -> ManifestProblem, at bytes: Range<Int>, in row: ListRow) {
    badRows += 1
    guard badRows <= Self.maximumShownRows else { return }
    let range = row.text.range(bytes, at: row.place)
    lastBadRow = range
    gathered.append(problem().diagnostic(at: range, sourceLine: row.isShown ? row.text.line(row.place) : nil))
  }

  var diagnostics: [Diagnostic] {
    guard badRows > Self.maximumShownRows, let lastBadRow else { return gathered }
    // At the place of the last bad row, so that sorting by place leaves it last.
    return gathered + [ManifestProblem.moreBadRows(badRows - Self.maximumShownRows).diagnostic(at: lastBadRow, sourceLine: nil)]
  }
}
