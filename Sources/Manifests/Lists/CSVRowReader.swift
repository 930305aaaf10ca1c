import SegmentModel

/// Reads the rows of a CSV file whose header is known.
struct CSVRowReader {
  private let file: String
  /// How many fields each row has.
  private let width: Int
  private let column: Int
  private(set) var members: ListMembers

  /// - Parameters:
  ///   - file: What problems call the file.
  ///   - width: How many fields each row has.
  ///   - column: Which of them to read, from 0.
  ///   - members: Where the values go.
  init(file: String, width: Int, column: Int, members: ListMembers) {
    self.file = file
    self.width = width
    self.column = column
    self.members = members
  }

  /// Reads rows to the end of the bytes.
  ///
  /// A row that goes on in lines to come, in quotes, is left.
  mutating func read(
    _ scanner: inout CSVScanner,
    of text: ListBytes,
    isLast: Bool,
    problems: inout ListProblems
  ) -> ListReading {
    while !scanner.isAtEnd {
      if scanner.skipBlankLine() { continue }
      let start = scanner.place
      let row = row(&scanner)
      if row.isOpen && !isLast { return .upTo(start) }
      add(row, of: text, at: start, problems: &problems)
    }
    return .upTo(scanner.place)
  }

  /// A row as it was scanned.
  private struct Row {
    var count = 0
    /// The field of the wanted column.
    var value: CSVField?
    /// The first field that breaks a rule.
    var flawed: CSVField?
    /// Whether the bytes end within quotes.
    var isOpen = false
  }

  private func row(_ scanner: inout CSVScanner) -> Row {
    var row = Row()
    while true {
      let field = scanner.nextField()
      if row.count == column { row.value = field }
      if field.flaw != nil && row.flawed == nil { row.flawed = field }
      row.isOpen = row.isOpen || field.flaw?.0 == .openQuote
      row.count += 1
      if field.endsRow { return row }
    }
  }

  private mutating func add(_ row: Row, of text: ListBytes, at start: ListPlace, problems: inout ListProblems) {
    if let (flaw, offset, place) = row.flawed?.flaw {
      let problem = flaw == .openQuote ? MemberListProblem.openQuote : .strayQuote
      addProblem(problem, at: offset..<offset + 1, of: text, in: place, to: &problems)
    } else if row.count != width {
      let end = max(text.lineFeed(from: start.lineStart), start.lineStart)
      let problem = MemberListProblem.fieldCount(row.count, expected: width)
      addProblem(problem, at: start.lineStart..<end, of: text, in: start, to: &problems)
    } else if let value = row.value {
      readValue(value, line: start.line, of: text, problems: &problems)
    }
  }

  private mutating func readValue(_ field: CSVField, line: Int, of text: ListBytes, problems: inout ListProblems) {
    let isTaken: Bool
    let isEmpty: Bool
    if field.hasDoubledQuotes {
      let bytes = field.value(in: text)
      isEmpty = false
      isTaken = bytes.withUnsafeBufferPointer { members.append($0, line: line) }
    } else {
      let content = text.trimmed(field.content)
      isEmpty = content.isEmpty
      isTaken = members.append(UnsafeBufferPointer(rebasing: text.bytes[content]), line: line)
    }
    if isTaken { return }
    if let hidden = text.hiddenCharacter(in: field.content) {
      let problem = MemberListProblem.hiddenCharacter(hidden.character, in: members.kind)
      addProblem(problem, at: hidden.range, of: text, in: field.place, to: &problems)
      return
    }
    let problem =
      isEmpty
      ? MemberListProblem.missingValue(members.kind)
      : .badValue(members.kind, isShown(field.place, of: text) ? text.text(field.content) : nil)
    addProblem(problem, at: field.content, of: text, in: field.place, to: &problems)
  }

  private func addProblem(
    _ problem: MemberListProblem,
    at bytes: Range<Int>,
    of text: ListBytes,
    in place: ListPlace,
    to problems: inout ListProblems
  ) {
    problems.addRow(
      (
        problem, text.range(bytes, at: place, file: file),
        sourceLine: isShown(place, of: text) ? text.line(place) : nil
      )
    )
  }

  /// Whether a line may be shown: other columns hold names and addresses, which never leave the file.
  private func isShown(_ place: ListPlace, of text: ListBytes) -> Bool {
    guard width == 1, members.kind != .email else { return false }
    return !text.bytes[place.lineStart..<text.lineFeed(from: place.lineStart)].contains(UInt8(ascii: "@"))
  }
}
