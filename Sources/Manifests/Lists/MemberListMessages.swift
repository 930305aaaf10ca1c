import Diagnostics
import SegmentModel

// The one place where problems of lists have words.

extension MemberListProblem {
  private static let longestQuote = 80

  /// The problem in words, at its place.
  ///
  /// `file` is the list, as the user would name it, or the path of the entry where no single file is meant.
  /// The source line is `nil` where it may not be shown.
  func diagnostic(in file: String, at range: SourceRange, sourceLine: String?) -> Diagnostic {
    let words = words(file)
    return Diagnostic(
      severity,
      code: words.code,
      summary: words.summary,
      detail: words.detail,
      range: range,
      sourceLine: sourceLine,
      suggestion: suggestion
    )
  }

  func diagnostic(of entry: MemberListEntry) -> Diagnostic {
    diagnostic(in: entry.request.pattern, at: entry.range, sourceLine: entry.sourceLine)
  }

  private var suggestion: String? {
    if case .unknownColumn(let name, let columns) = self { Suggestion.nearest(to: name, among: columns) } else { nil }
  }

  private func words(_ file: String) -> (code: String, summary: String, detail: String?) {
    switch self {
    case .empty:
      return ("empty-list", "the list is empty", Self.emptyAdvice)
    case .noValues:
      return ("empty-list", "the list has no values", Self.emptyAdvice)
    case .notText(let reason):
      return ("list-not-text", "the list is not a text in UTF-8: \(reason.words)", "Save or export it as UTF-8.")
    case .cutOff:
      return (
        "list-cut-off", "the list ends in the middle of a line",
        "It may be cut off, and the members that are missing would be removed. If it is whole, end its last line with a line break."
      )
    case .packing(let problem):
      return problem.words
    case .noHeader:
      return (
        "no-header", "the first row of \"\(file)\" holds values, not the names of columns",
        "A CSV file begins with a header. A file that does not end in .csv is read as plain text, one value a line."
      )
    case .tooManyColumns(let limit):
      return (
        "too-many-columns", "the header has more than \(limit) columns",
        "This is no table of members. A line break may be missing behind the header."
      )
    case .unknownColumn(let name, let columns):
      return ("unknown-column", "\"\(file)\" has no column \"\(Self.quote(name))\"", Self.columnAdvice(columns))
    case .repeatedColumn(let name):
      return (
        "repeated-column", "\"\(file)\" has several columns \"\(Self.quote(name))\"",
        "Which of them is meant cannot be told. Give each column a name of its own."
      )
    case .noKnownColumn(let columns):
      return (
        "no-known-column", "no column of \"\(file)\" is named \(Self.kinds)",
        "\(Self.columnAdvice(columns)) Say under `column:` which one to read, and under `as:` what its values are."
      )
    case .severalKnownColumns(let names):
      return (
        "several-known-columns", "\"\(file)\" has the columns \(names.joined(separator: " and "))",
        "Say under `column:` which one to read."
      )
    case .kindMissing(let column):
      return (
        "kind-missing", "what the column \"\(Self.quote(column))\" of \"\(file)\" holds is not said",
        "Say it under `as:`, with one of \(Self.kinds)."
      )
    case .columnOfText(let column):
      return (
        "column-of-text", "\"\(file)\" is read as plain text, which has no column \"\(Self.quote(column))\"",
        "Remove `column:`, or name the file .csv if it is one. Say under `as:` what its values are."
      )
    case .badValue(let kind, let text):
      return ("bad-row", "\(text.map { "\"\(Self.quote($0))\"" } ?? "the value") is not \(kind.words)", kind.advice)
    case .hiddenCharacter(let scalar, let kind):
      return (
        kind == nil ? "bad-header" : "bad-row",
        "\(kind?.words ?? "the name of a column") has \(HiddenCharacters.name(of: scalar)) here, a character that does not show",
        "It often comes along when text is copied or exported. Delete it, or type the text again."
      )
    case .missingValue(let kind):
      return ("bad-row", "the row lacks \(kind.words)", "Remove the row, or give it its value.")
    case .fieldCount(let count, let expected):
      return (
        "bad-row", "the row has \(Self.number(count, "field")) where the header has \(expected)",
        "A value with a comma in it stands in double quotes."
      )
    case .strayQuote:
      return (
        "bad-row", "a quote stands inside a value",
        "A value with a quote in it stands in double quotes, and the quote itself is doubled. Nothing may stand around the quotes."
      )
    case .openQuote:
      return (
        "open-quote", "the value that begins here has no closing quote",
        "Either the quote is lost, or the file is cut off and lacks members that would be removed."
      )
    case .moreBadRows(let count):
      return ("more-bad-rows", "\(Self.number(count, "more bad row")) of this list \(count == 1 ? "is" : "are") not shown", nil)
    case .repetitions, .tooFew, .tooMany, .missingFile, .noMatch, .emptyPath, .upwardsBehindWildcard, .outsideRoot:
      return wordsOfEntry(file)
    }
  }

  private func wordsOfEntry(_ file: String) -> (code: String, summary: String, detail: String?) {
    switch self {
    case .repetitions(let count, let first):
      return (
        "repeated-list-value",
        count == 1
          ? "a value of the list stands in it before" : "\(count) values of the list stand in it before, the first one here",
        "It is listed first at \(first). Each counts once."
      )
    case .tooFew(let count, let minimum):
      return (
        "too-few-listed", "\"\(file)\" lists \(Self.number(count, "member")), and at least \(minimum) are expected",
        "The export may have failed. If the list is right, change `expect:`."
      )
    case .tooMany(let count, let maximum):
      return (
        "too-many-listed", "\"\(file)\" lists \(Self.number(count, "member")), and at most \(maximum) are expected",
        "The export may have gone wrong. If the list is right, change `expect:`."
      )
    case .missingFile(let path):
      return (
        "list-missing", "there is no file \"\(path)\"",
        "The path of a list starts at the folder of its manifest. A list that is missing is never taken for an empty one."
      )
    case .noMatch(let pattern):
      return (
        "list-missing", "no file matches \"\(pattern)\"",
        "The pattern starts at the folder of its manifest; hidden files match no wildcard. No match is never taken for an empty list."
      )
    case .emptyPath:
      return ("bad-list-path", "the path of the list is empty", "Name a file, or a pattern such as members/*.csv.")
    case .upwardsBehindWildcard(let pattern):
      return ("bad-list-path", "\"\(pattern)\" has `..` behind a wildcard", "Put `..` first, as in ../lists/*.csv.")
    case .outsideRoot(let path, let root):
      return (
        "list-outside", "\"\(path)\" leads out of \"\(root)\", the folder of the configuration",
        "Lists are read from that folder alone, so that nobody can have other files read. If this is meant, add the option:\n\n"
          + "    --allow-outside"
      )
    default:
      return ("bad-list", "the list cannot be read", nil)
    }
  }

  private static let emptyAdvice = "An empty list would empty the segment. If the list is not needed, remove its entry."

  private static let kinds: String = {
    let names = MemberListKind.allCases.map(\.rawValue)
    return "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
  }()

  private static func columnAdvice(_ columns: [String]) -> String {
    // A column's name with an address in it is a value of a file without a header.
    let shown = columns.prefix(20).map { $0.contains("@") ? "…" : "\"\(quote($0))\"" }
    let separators: [Character] = [";", "\t", "|"]
    let advice = columns.count == 1 && columns[0].contains(where: separators.contains) ? " Commas separate columns." : ""
    return "Its columns are: \(shown.joined(separator: ", "))\(columns.count > 20 ? ", …" : "").\(advice)"
  }

  private static func quote(_ text: String) -> String {
    text.count > longestQuote ? "\(text.prefix(longestQuote))…" : text
  }

  private static func number(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension MemberListProblem.NotText {
  fileprivate var words: String {
    switch self {
    case .invalidUTF8: "this byte is part of no character"
    case .zeroByte: "it has a zero byte"
    case .wideCharacters: "it is UTF-16 or UTF-32"
    }
  }
}

extension MemberListKind {
  fileprivate var words: String {
    switch self {
    case .shopperProfileID: "a shopper profile id"
    case .customerID: "a customer id"
    case .email: "an email address"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .shopperProfileID:
      """
      An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234. If the list is one of \
      customers, say so in the manifest: `as: customer_id` or `as: email`.
      """
    case .customerID: "An id is a whole number from 1 to 2147483647."
    case .email: "The address is not shown: it stays in the file."
    }
  }
}

extension GzipProblem {
  fileprivate var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .notPacked:
      (
        "bad-packed-list", "the list is not packed with gzip, as its name says",
        "Pack it with gzip, or remove .gz from its name."
      )
    case .cutOff:
      ("bad-packed-list", "the packed list is cut off", "Export or copy it again; nothing of it was used.")
    case .corrupt(let reason):
      ("bad-packed-list", "the packed list is damaged: \(reason)", "Export or copy it again; nothing of it was used.")
    case .trailingBytes(let count):
      (
        "bad-packed-list", "behind the packed list there \(count == 1 ? "is 1 more byte" : "are \(count) more bytes")",
        "Export or copy it again; nothing of it was used."
      )
    case .tooLarge(let limit):
      ("list-too-large", "the list has more than the allowed \(limit) bytes when it is unpacked", "Split it, and name the parts.")
    case .bomb(let growth):
      (
        "list-too-large", "the list grows more than \(growth)-fold when it is unpacked, as no list of ids does",
        "It was not unpacked further. Check where it comes from; a list like this can be used unpacked."
      )
    case .outOfMemory:
      ("out-of-memory", "there is not enough memory to unpack the list", nil)
    }
  }
}
