import SegmentModel

/// Reads one column of a CSV file.
struct CSVListReader: ListLayoutReader {
  private let path: String
  private let request: MemberListRequest
  /// `nil` before the header was read.
  private(set) var file: MemberListFile?
  /// How many fields each row has.
  private var width = 0
  /// Which of them to read, from 0.
  private var column = 0

  init(path: String, request: MemberListRequest) {
    self.path = path
    self.request = request
  }

  mutating func read(_ text: ListText, isLast: Bool, problems: MemberListProblems) -> ListText.Place? {
    var scanner = CSVScanner(text)
    if file == nil {
      while !scanner.isAtEnd, scanner.skipBlankLine() {}
      if !isLast && (scanner.isAtEnd || !scanner.hasWholeRow()) { return scanner.place }
      guard let header = CSVHeader(&scanner, text: text, problems: problems),
        let choice = header.choice(request, text: text, problems: problems)
      else { return nil }
      file = MemberListFile(path: path, kind: choice.kind)
      (width, column) = (header.columns.count, choice.index)
    }
    while !scanner.isAtEnd {
      if scanner.skipBlankLine() { continue }
      let start = scanner.place
      let row = row(&scanner)
      // The row goes on in lines to come, in quotes.
      if row.isOpen && !isLast { return start }
      add(row, of: text, at: start, problems: problems)
    }
    return scanner.place
  }

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

  private mutating func add(_ row: Row, of text: ListText, at start: ListText.Place, problems: MemberListProblems) {
    if let (flaw, offset, place) = row.flawed?.flaw {
      problems.addRow(flaw.problem, at: offset..<offset + 1, of: text, in: place, isShown: isShown(place, of: text))
    } else if row.count != width {
      let line = start.lineStart..<text.lineFeed(from: start.lineStart)
      let problem = MemberListProblem.fieldCount(row.count, expected: width)
      problems.addRow(problem, at: line, of: text, in: start, isShown: isShown(start, of: text))
    } else if let field = row.value, !append(field, line: start.line, of: text), let kind = file?.kind {
      problems.addValue(field.content, of: kind, in: text, at: field.place, isShown: isShown(field.place, of: text))
    }
  }

  private mutating func append(_ field: CSVField, line: Int, of text: ListText) -> Bool {
    if field.hasDoubledQuotes {
      return field.value(in: text).withUnsafeBufferPointer { file?.append($0, line: line) } ?? false
    }
    return file?.append(UnsafeBufferPointer(rebasing: text.bytes[text.trimmed(field.content)]), line: line) ?? false
  }

  /// Whether a line may be shown: other columns hold names and addresses, which never leave the file.
  private func isShown(_ place: ListText.Place, of text: ListText) -> Bool {
    guard width == 1, let kind = file?.kind else { return false }
    return text.mayShow(place, of: kind)
  }
}
