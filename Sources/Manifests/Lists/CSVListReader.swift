import SegmentModel

/// Reads one column of a CSV file.
struct CSVListReader {
  private let text: ListBytes
  private let file: String
  /// How many fields each row has.
  private let width: Int
  private let column: Int
  private var scanner: CSVScanner
  private var members: ListMembers

  /// Reads the header; `nil` when it does not say what to read, which is a problem.
  init?(_ text: ListBytes, file: String, request: MemberListRequest, problems: inout ListProblems) {
    var scanner = CSVScanner(text)
    guard let header = CSVHeader(&scanner, text: text, file: file, problems: &problems),
      let choice = header.choice(request, problems: &problems)
    else { return nil }
    self.text = text
    self.file = file
    width = header.columns.count
    column = choice.index
    self.scanner = scanner
    members = ListMembers(kind: choice.kind, byteCount: text.bytes.count)
  }

  /// Reads all rows, the last of which must end.
  mutating func read(problems: inout ListProblems) -> ListMembers {
    while !scanner.isAtEnd {
      if !scanner.skipBlankLine() { readRow(problems: &problems) }
    }
    return members
  }

  @inline(__always)
  private mutating func readRow(problems: inout ListProblems) {
    let start = scanner.place
    let isOfProfiles = members.kind == .shopperProfileID
    var id: UUIDBits?
    var value: CSVField?
    var flawed: CSVField?
    var count = 0
    var endsRow = false
    while !endsRow {
      if isOfProfiles, count == column, let taken = scanner.takeIdentifier() {
        id = taken.bits
        endsRow = taken.endsRow
      } else {
        let field = scanner.nextField()
        if count == column { value = field }
        if field.flaw != nil && flawed == nil { flawed = field }
        endsRow = field.endsRow
      }
      count += 1
    }
    if let (flaw, offset, place) = flawed?.flaw {
      addProblem(flaw == .openQuote ? .openQuote : .strayQuote, at: offset..<offset + 1, in: place, problems: &problems)
    } else if count != width {
      let end = max(text.lineFeed(from: start.lineStart), start.lineStart)
      let problem = MemberListProblem.fieldCount(count, expected: width)
      addProblem(problem, at: start.lineStart..<end, in: start, problems: &problems)
    } else if let id {
      members.append(ShopperProfileID(bits: id), line: start.line)
    } else if let value {
      readValue(value, problems: &problems)
    }
  }

  private mutating func readValue(_ field: CSVField, problems: inout ListProblems) {
    let line = field.place.line
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
    let problem =
      isEmpty
      ? MemberListProblem.missingValue(members.kind)
      : .badValue(members.kind, isShown(field.place) ? text.text(field.content) : nil)
    addProblem(problem, at: field.content, in: field.place, problems: &problems)
  }

  private func addProblem(
    _ problem: MemberListProblem,
    at bytes: Range<Int>,
    in place: ListPlace,
    problems: inout ListProblems
  ) {
    problems.addRow(
      (problem, text.range(bytes, at: place, file: file), sourceLine: isShown(place) ? text.line(place) : nil)
    )
  }

  /// Whether a line may be shown: other columns hold names and addresses, which never leave the file.
  private func isShown(_ place: ListPlace) -> Bool {
    guard width == 1, members.kind != .email else { return false }
    return !text.bytes[place.lineStart..<text.lineFeed(from: place.lineStart)].contains(UInt8(ascii: "@"))
  }
}
