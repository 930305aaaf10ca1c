import Diagnostics

/// What is wrong with a list of members, as facts; `MemberListMessages.swift` has the words.
enum MemberListProblem: Hashable, Sendable {
  /// Why bytes are no text.
  enum NotText: Hashable, Sendable {
    case invalidUTF8
    case zeroByte
    /// A byte order mark of UTF-16 or UTF-32.
    case wideCharacters
  }

  // Of the bytes.
  /// Not a single byte.
  case empty
  /// Comments, blank lines or a header, and nothing else.
  case noValues
  case notText(NotText)
  /// The last line does not end.
  case cutOff
  case packing(GzipProblem)

  // Of the header.
  /// The first row holds values.
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
  /// A quote where none may be.
  case strayQuote
  /// A field that begins with a quote and does not end with one.
  case openQuote
  /// More bad rows than are shown.
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
  /// `..` behind a wildcard.
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
