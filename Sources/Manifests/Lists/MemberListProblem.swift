import Diagnostics

/// What is wrong with a list of members, as facts; `MemberListMessages.swift` has the words.
enum MemberListProblem: Hashable, Sendable {
  enum NotText: Hashable, Sendable {
    case invalidUTF8
    case zeroByte
    /// A byte order mark of UTF-16 or UTF-32.
    case wideCharacters
  }

  // Of the bytes.
  case empty
  /// Comments, blank lines or a header, and nothing else.
  case noValues
  case notText(NotText)
  case cutOff
  case packing(GzipProblem)

  // Of the header.
  case noHeader
  /// More columns than any table has.
  case tooManyColumns(limit: Int)
  /// What the header has instead.
  case unknownColumn(String, columns: [String])
  case repeatedColumn(String)
  /// No column is asked for, and none bears a kind's name.
  case noKnownColumn(columns: [String])
  /// No column is asked for, and several bear a kind's name.
  case severalKnownColumns([String])
  case kindMissing(column: String)
  case columnOfText(String)

  // Of the rows.
  /// A value is not of its kind; the text is `nil` where it may not be shown.
  case badValue(MemberListKind, String?)
  /// A character that does not show: in a value, or with `nil` in the name of a column.
  case hiddenCharacter(Unicode.Scalar, in: MemberListKind?)
  case missingValue(MemberListKind)
  case fieldCount(Int, expected: Int)
  case strayQuote
  /// A field that begins with a quote and does not end with one.
  case openQuote
  case moreBadRows(Int)

  // Of the entry.
  /// Values that stand in the list more than once.
  case repetitions(Int, first: SourceRange)
  case tooFew(Int, minimum: Int)
  case tooMany(Int, maximum: Int)
  case missingFile(String)
  /// No file has a name that the pattern matches.
  case noMatch(String)
  case emptyPath
  case upwardsBehindWildcard(String)
  /// The path leads out of the folder of the configuration.
  case outsideRoot(path: String, root: String)

  var severity: Diagnostic.Severity {
    switch self {
    case .repetitions: .warning
    default: .error
    }
  }

  /// Whether the place to mend it is the manifest, not the list.
  var isOfManifest: Bool {
    switch self {
    case .unknownColumn, .repeatedColumn, .noKnownColumn, .severalKnownColumns, .kindMissing, .columnOfText, .tooFew, .tooMany,
      .missingFile, .noMatch, .emptyPath, .upwardsBehindWildcard, .outsideRoot:
      true
    default:
      false
    }
  }
}

/// Gathers the problems of one file, the first bad rows and how many there are.
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

  /// Forgets all problems, for one that leaves them no meaning.
  func removeAll() {
    gathered = []
    badRows = 0
    lastBadRow = nil
  }

  /// Adds a problem that has no line of its own: it is reported at the manifest's entry, or at the file's beginning.
  func add(_ problem: MemberListProblem) {
    guard !problem.isOfManifest else {
      gathered.append(problem.diagnostic(in: file, at: entry.range, sourceLine: entry.sourceLine))
      return
    }
    let (start, end) = (SourcePosition(line: 1, column: 1), SourcePosition(line: 1, column: 2))
    add(problem, at: SourceRange(file: file, start: start, end: end))
  }

  /// Adds a problem at its place in the file, without the line.
  func add(_ problem: MemberListProblem, at range: SourceRange) {
    gathered.append(problem.diagnostic(in: file, at: range, sourceLine: nil))
  }

  /// Adds a row whose value is not of its kind, or counts it.
  func addValue(
    _ value: Range<Int>,
    of kind: MemberListKind,
    in text: ListText,
    at place: ListText.Place,
    isShown: Bool
  ) {
    if let hidden = text.hiddenCharacter(in: value) {
      addRow(.hiddenCharacter(hidden.character, in: kind), at: hidden.range, of: text, in: place, isShown: isShown)
    } else if text.trimmed(value).isEmpty {
      addRow(.missingValue(kind), at: value, of: text, in: place, isShown: isShown)
    } else {
      addRow(.badValue(kind, isShown ? text.text(value) : nil), at: value, of: text, in: place, isShown: isShown)
    }
  }

  /// Adds a bad row, or counts it.
  func addRow(
    _ problem: MemberListProblem,
    at bytes: Range<Int>,
    of text: ListText,
    in place: ListText.Place,
    isShown: Bool
  ) {
    badRows += 1
    guard badRows <= Self.maximumShownRows else { return }
    let range = text.range(bytes, at: place)
    lastBadRow = range
    gathered.append(problem.diagnostic(in: file, at: range, sourceLine: isShown ? text.line(place) : nil))
  }

  /// All of them in words, then how many bad rows are not shown.
  var diagnostics: [Diagnostic] {
    guard badRows > Self.maximumShownRows, let lastBadRow else { return gathered }
    // At the place of the last one, so that sorting by place leaves it after those that are shown.
    let more = MemberListProblem.moreBadRows(badRows - Self.maximumShownRows)
    return gathered + [more.diagnostic(in: file, at: lastBadRow, sourceLine: nil)]
  }
}
