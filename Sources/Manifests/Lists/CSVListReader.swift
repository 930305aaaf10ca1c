import SegmentModel

/// Reads one column of a CSV file.
struct CSVListReader {
  private let text: ListText
  private let problems: MemberListProblems
  /// How many fields each row has.
  private let width: Int
  /// The index of the field to read.
  private let column: Int
  private var file: MemberListFile

  /// The values of the column; `nil` when it is not clear which column to read, or what its values are.
  static func read(_ text: ListText, _ request: MemberListRequest, problems: MemberListProblems) -> MemberListFile? {
    var scanner = CSVScanner(text)
    guard let header = CSVHeader(&scanner, text: text, problems: problems),
      let (column, kind) = header.choice(request, text: text, problems: problems)
    else { return nil }
    var reader = CSVListReader(
      text: text,
      problems: problems,
      width: header.columns.count,
      column: column,
      file: MemberListFile(path: text.file, kind: kind)
    )
    while scanner.findRow() { reader.readRow(&scanner) }
    return reader.file
  }

  private mutating func readRow(_ scanner: inout CSVScanner) {
    let start = scanner.place
    var count = 0
    var value: CSVField?
    var flawed: CSVField?
    var isAtEnd = false
    while !isAtEnd {
      let field = scanner.nextField()
      if count == column { value = field }
      if field.flaw != nil && flawed == nil { flawed = field }
      count += 1
      isAtEnd = field.endsRow
    }
    if let (problem, offset, place) = flawed?.flaw {
      problems.addRow(problem, at: offset..<offset + 1, of: text, in: place, isShown: isShown(place))
    } else if count != width {
      let line = start.lineStart..<text.lineFeed(from: start.lineStart)
      problems.addRow(.fieldCount(count, expected: width), at: line, of: text, in: start, isShown: isShown(start))
    } else if let value, !append(value, line: start.line) {
      problems.addValue(value.content, of: file.kind, in: text, at: value.place, isShown: isShown(value.place))
    }
  }

  private mutating func append(_ field: CSVField, line: Int) -> Bool {
    if field.hasDoubledQuotes { return field.value(in: text).withUnsafeBufferPointer { file.append($0, line: line) } }
    return file.append(UnsafeBufferPointer(rebasing: text.bytes[text.trimmed(field.content)]), line: line)
  }

  /// Whether a line may be shown.
  ///
  /// Other columns hold names and addresses, which never leave the file.
  private func isShown(_ place: ListText.Place) -> Bool { width == 1 && text.mayShow(place, of: file.kind) }
}

/// The first row of a CSV file.
struct CSVHeader {
  /// Without a limit, a packed line of commas would take gigabytes.
  static let maximumColumns = 10_000

  private(set) var columns: [String] = []
  private var fields: [CSVField] = []

  /// Reports a problem and is `nil` when there is no row, or one that violates RFC 4180.
  init?(_ scanner: inout CSVScanner, text: ListText, problems: MemberListProblems) {
    guard scanner.findRow() else {
      problems.add(.noValues)
      return nil
    }
    repeat {
      guard columns.count < Self.maximumColumns else {
        problems.add(.tooManyColumns(limit: Self.maximumColumns))
        return nil
      }
      let field = scanner.nextField()
      if let (problem, offset, place) = field.flaw {
        problems.add(problem, at: text.range(offset..<offset + 1, at: place))
        return nil
      }
      columns.append(String(decoding: field.value(in: text), as: UTF8.self))
      fields.append(field)
    } while fields.last?.endsRow == false
  }

  /// The index of the column to read and what its values are; reports a problem and is `nil` when that is not clear.
  func choice(_ request: MemberListRequest, text: ListText, problems: MemberListProblems) -> (index: Int, kind: MemberListKind)? {
    guard !hasHiddenTwin(of: request.column, text: text, problems: problems),
      let name = request.column ?? knownColumn(of: text, problems: problems)
    else { return nil }
    let indices = columns.indices.filter { columns[$0] == name }
    guard let index = indices.first else {
      if holdsValues {
        problems.add(.noHeader(in: text.file))
      } else {
        problems.addToEntry(.unknownColumn(name, columns: columns, in: text.file))
      }
      return nil
    }
    guard indices.count == 1 else {
      problems.addToEntry(.repeatedColumn(name, in: text.file))
      return nil
    }
    guard let kind = request.kind ?? MemberListKind(rawValue: name) else {
      problems.addToEntry(.kindMissing(column: name, in: text.file))
      return nil
    }
    return (index, kind)
  }

  /// Whether a column differs from the one to read only in an invisible character, which is reported.
  private func hasHiddenTwin(of name: String?, text: ListText, problems: MemberListProblems) -> Bool {
    let wanted = name.map { [$0] } ?? MemberListKind.allCases.map(\.rawValue)
    for (column, field) in zip(columns, fields) {
      guard let hidden = text.hiddenCharacter(in: field.content),
        wanted.contains(where: { $0 != column && HiddenCharacters.likeness(of: $0) == HiddenCharacters.likeness(of: column) })
      else { continue }
      problems.add(.hiddenInHeader(hidden.character), at: text.range(hidden.range, at: field.place))
      return true
    }
    return false
  }

  /// The only column that is named like a kind.
  private func knownColumn(of text: ListText, problems: MemberListProblems) -> String? {
    let names = Set(columns.filter { MemberListKind(rawValue: $0) != nil }).sorted()
    if names.count > 1 {
      problems.addToEntry(.severalKnownColumns(names, in: text.file))
    } else if names.isEmpty, holdsValues {
      problems.add(.noHeader(in: text.file))
    } else if names.isEmpty {
      problems.addToEntry(.noKnownColumn(columns: columns, in: text.file))
    }
    return names.count == 1 ? names[0] : nil
  }

  /// Whether a column's name is an id or an address.
  ///
  /// Then the row is not a header and must not be shown.
  private var holdsValues: Bool {
    columns.contains { name in
      name.utf8.contains(UInt8(ascii: "@")) || ShopperProfileID(name) != nil || CustomerID(text: name) != nil
    }
  }
}
