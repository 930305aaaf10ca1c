import Diagnostics
import SegmentModel

// MARK: Problems of the header

extension ManifestProblem {
  static func noHeader(in file: String) -> Self {
    Self(
      "no-header",
      "the first row of \"\(file)\" contains values, not the names of columns",
      "A CSV file begins with a header. If the file has only one value per line, rename it to end in .txt."
    )
  }

  static func tooManyColumns(limit: Int) -> Self {
    Self(
      "too-many-columns",
      "the header has more than \(limit) columns",
      "This is not a table of members. A line break may be missing after the header."
    )
  }

  /// Several delimiters split the header, and not exactly one of them gives the columns to read.
  static func ambiguousDelimiter(_ seen: [(delimiter: String, columns: Int)], in file: String) -> Self {
    let readings = seen.map { "\($0.columns) columns with \($0.delimiter)" }
    return Self(
      "ambiguous-delimiter",
      "the header of \"\(file)\" has \(readings.joined(separator: ", "))",
      "segplan cannot tell which character separates the columns. Set `delimiter:` to \(seen.map(\.delimiter).joined(separator: " or "))."
    )
  }

  static func unknownColumn(_ name: String, columns: [String], in file: String) -> Self {
    Self(
      "unknown-column",
      "\"\(file)\" has no column \"\(quote(name))\"",
      columnAdvice(columns),
      misspelled: Misspelling(text: name, known: columns)
    )
  }

  static func repeatedColumn(_ name: String, in file: String) -> Self {
    Self(
      "repeated-column",
      "\"\(file)\" has several columns \"\(quote(name))\"",
      "segplan cannot tell which one to read. Give each column its own name."
    )
  }

  /// No column is asked for, and none is named like a kind.
  static func noKnownColumn(columns: [String], in file: String) -> Self {
    Self(
      "no-known-column",
      "no column of \"\(file)\" is named \(kinds)",
      "\(columnAdvice(columns)) Set `column:` to the column to read, and `as:` to the kind of its values."
    )
  }

  /// No column is asked for, and several are named like the same kind.
  static func severalKnownColumns(_ names: [String], in file: String) -> Self {
    Self(
      "several-known-columns",
      "\"\(file)\" has the columns \(names.joined(separator: " and "))",
      "Set `column:` to the column to read."
    )
  }

  static func kindMissing(column: String, in file: String) -> Self {
    Self(
      "kind-missing",
      "the name of the column \"\(quote(column))\" of \"\(file)\" does not say what it contains",
      "Set `as:` to \(kinds)."
    )
  }

  static func columnsOfText(_ key: String, in file: String) -> Self {
    Self(
      "column-of-text",
      "\"\(file)\" is read as plain text, which has no columns",
      "Remove `\(key):`, or rename the file to end in .csv or .tsv if it is one. Set `as:` to the kind of its values."
    )
  }

  static func hiddenInHeader(_ scalar: Unicode.Scalar) -> Self {
    Self(
      "bad-header",
      "the name of a column has \(HiddenCharacters.name(of: scalar)) here, an invisible character",
      hiddenInListAdvice
    )
  }

  private static let hiddenInListAdvice =
    "It often gets in when text is copied or exported. Delete it, or type the text again."

  private static let kinds: String = {
    let names = MemberListKind.allCases.map(\.rawValue)
    return "\(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
  }()

  private static func columnAdvice(_ columns: [String]) -> String {
    // A column's name with an address in it is a value of a file without a header.
    let shown = columns.prefix(20).map { $0.contains("@") ? "…" : "\"\(quote($0))\"" }
    let isUnsplit = columns.count == 1 && columns[0].contains(where: { "|:".contains($0) })
    let advice = isUnsplit ? " A comma, a semicolon or a tab separates columns." : ""
    return "Its columns are: \(shown.joined(separator: ", "))\(columns.count > 20 ? ", …" : "").\(advice)"
  }
}

// MARK: Problems of rows

extension ManifestProblem {
  static func badValue(_ text: String?, of kind: MemberListKind, damage: String?) -> Self {
    Self("bad-row", "\(text.map { "\"\(quote($0))\"" } ?? "the value") is not \(kind.words)", damage ?? kind.advice)
  }

  static func hiddenInValue(_ scalar: Unicode.Scalar, of kind: MemberListKind) -> Self {
    Self("bad-row", "\(kind.words) has \(HiddenCharacters.name(of: scalar)) here, an invisible character", hiddenInListAdvice)
  }

  static func missingValue(_ kind: MemberListKind) -> Self {
    Self("bad-row", "the row has no \(kind.noun)", "Remove the row, or add the value.")
  }

  static func fieldCount(_ count: Int, expected: Int, _ delimiter: CSVDelimiter) -> Self {
    Self(
      "bad-row",
      "the row has \(number(count, "field")), and the header has \(expected)",
      "Put a value with a \(delimiter.rawValue) in double quotes."
    )
  }

  static let strayQuote = Self(
    "bad-row",
    "there is a quote inside a value",
    "Put a value with a quote in double quotes, and write the quote twice. Leave nothing between the outer quotes and the next column."
  )

  static let openQuote = Self(
    "open-quote",
    "the value that begins here has no closing quote",
    "The quote is missing, or the file is cut off. In a file that is cut off, members are missing, and segplan would remove them."
  )

  static func moreBadRows(_ count: Int) -> Self {
    Self("more-bad-rows", "\(number(count, "more bad row")) of this list \(count == 1 ? "is" : "are") not shown")
  }
}

// MARK: Problems of the entry

extension ManifestProblem {
  static func repeatedValues(_ count: Int, first: SourceRange) -> Self {
    Self(
      "repeated-list-value",
      count == 1 ? "this value is already in the list" : "\(count) rows repeat an earlier value; this is the first one",
      "The value is already listed at \(first). Each value counts once."
    )
  }

  static func tooFew(_ count: Int, minimum: Int, in file: String) -> Self {
    Self(
      "too-few-listed",
      "\"\(file)\" lists \(number(count, "member")), but `expect:` requires at least \(minimum)",
      "The export may have failed. If the list is right, change `expect:`."
    )
  }

  static func tooMany(_ count: Int, maximum: Int, in file: String) -> Self {
    Self(
      "too-many-listed",
      "\"\(file)\" lists \(number(count, "member")), but `expect:` allows at most \(maximum)",
      "The export may have gone wrong. If the list is right, change `expect:`."
    )
  }

  static func noRowKept(of count: Int, in file: String) -> Self {
    Self(
      "no-row-kept",
      "`where:` keeps none of the \(number(count, "row")) of \"\(file)\"",
      "A row counts if its values are the same as in `where:`, also in case. Compare them with the file."
    )
  }

  static func tooFewFiles(_ paths: [String], minimum: Int, in pattern: String) -> Self {
    let found = paths.prefix(20).map { "\"\($0)\"" } + (paths.count > 20 ? ["…"] : [])
    return Self(
      "too-few-files",
      "\"\(pattern)\" finds \(number(paths.count, "file")), but `expect:` requires at least \(minimum)",
      "It finds \(found.joined(separator: ", ")). An export may have failed. If the files are right, change `expect:`."
    )
  }

  static func missingFile(_ path: String) -> Self {
    Self(
      "list-missing",
      "there is no file \"\(path)\"",
      "The path of a list is relative to the folder of its manifest. segplan never treats a missing list as an empty one."
    )
  }

  static func noMatch(_ pattern: String) -> Self {
    Self(
      "list-missing",
      "no file matches \"\(pattern)\"",
      """
      The pattern is relative to the folder of its manifest. Wildcards do not match hidden files. segplan never treats a pattern without \
      matches as an empty list.
      """
    )
  }

  static let emptyPath = Self(
    "bad-list-path",
    "the path of the list is empty",
    "Name a file, or a pattern such as members/*.csv."
  )

  static func upwardsBehindWildcard(_ pattern: String) -> Self {
    Self("bad-list-path", "\"\(pattern)\" has `..` after a wildcard", "Put `..` first, as in ../lists/*.csv.")
  }

  static func outsideRoot(path: String, root: String) -> Self {
    Self(
      "list-outside",
      "\"\(path)\" leads to a file outside \"\(root)\", the folder of the configuration",
      """
      segplan reads lists only from that folder, so that a change of a manifest cannot make it read other files. If you mean this file, \
      add the option:

          --allow-outside
      """
    )
  }

  private static func quote(_ text: String) -> String { text.count > 80 ? "\(text.prefix(80))…" : text }

  static func number(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension MemberListKind {
  fileprivate var noun: String {
    switch self {
    case .shopperProfileID: "shopper profile id"
    case .customerID: "customer id"
    case .email: "email address"
    }
  }

  fileprivate var words: String { self == .email ? "an \(noun)" : "a \(noun)" }

  fileprivate var advice: String {
    switch self {
    case .shopperProfileID:
      """
      An id is a UUID: 32 hexadecimal digits with four hyphens, such as a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234. If the list names customers, \
      set `as: customer_id` or `as: email` in the manifest.
      """
    case .customerID: "An id is a whole number from 1 to 2147483647."
    case .email: "segplan does not show email addresses."
    }
  }
}
