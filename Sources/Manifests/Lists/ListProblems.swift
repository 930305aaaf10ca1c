import Diagnostics

/// Gathers the problems of one file, the first bad rows and how many there are.
struct ListProblems {
  private let file: String
  private let limits: MemberListLimits
  /// The entry of the manifest that names the file.
  private let entry: ListEntryPlace
  private var gathered: [Diagnostic] = []
  private var badRows = 0
  private var lastBadRow: SourceRange?

  init(file: String, entry: ListEntryPlace, limits: MemberListLimits) {
    self.file = file
    self.entry = entry
    self.limits = limits
  }

  var isEmpty: Bool { gathered.isEmpty }

  /// Forgets all problems, for one that leaves them no meaning.
  mutating func removeAll() {
    gathered = []
    badRows = 0
    lastBadRow = nil
  }

  /// Adds a problem that has no line of its own: it is told at the manifest's entry, or at the file's beginning.
  mutating func add(_ problem: MemberListProblem) {
    guard !problem.isOfManifest else {
      gathered.append(problem.diagnostic(in: file, at: entry.range, sourceLine: entry.sourceLine))
      return
    }
    let start = SourceRange(
      file: file,
      start: SourcePosition(line: 1, column: 1),
      end: SourcePosition(line: 1, column: 2)
    )
    gathered.append(problem.diagnostic(in: file, at: start, sourceLine: nil))
  }

  /// Adds a problem at its place in the file, without the line.
  mutating func add(_ problem: MemberListProblem, at range: SourceRange) {
    gathered.append(problem.diagnostic(in: file, at: range, sourceLine: nil))
  }

  /// Adds a bad row, or counts it.
  mutating func addRow(_ problem: @autoclosure () -> (MemberListProblem, SourceRange, sourceLine: String?)) {
    badRows += 1
    guard badRows <= limits.shownRows else { return }
    let (problem, range, sourceLine) = problem()
    lastBadRow = range
    gathered.append(problem.diagnostic(in: file, at: range, sourceLine: sourceLine))
  }

  /// All of them in words, then how many bad rows are not shown.
  var diagnostics: [Diagnostic] {
    guard badRows > limits.shownRows, let lastBadRow else { return gathered }
    // At the place of the last one, so that sorting by place leaves it behind those that are shown.
    let more = MemberListProblem.moreBadRows(badRows - limits.shownRows)
    return gathered + [more.diagnostic(in: file, at: lastBadRow, sourceLine: nil)]
  }
}
