import SegmentModel

/// Reads one column of a CSV file.
struct CSVListReader: ListLayoutReader {
  private let file: String
  private let request: MemberListRequest
  private let byteCount: Int
  /// `nil` before the header was read.
  private var rows: CSVRowReader?

  var members: ListMembers? { rows?.members }

  /// - Parameters:
  ///   - file: What problems call the file.
  ///   - request: What to read.
  ///   - byteCount: How many bytes it will have, as far as that is known.
  init(file: String, request: MemberListRequest, byteCount: Int) {
    self.file = file
    self.request = request
    self.byteCount = byteCount
  }

  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListReading {
    var scanner = CSVScanner(text)
    if rows == nil {
      if let (problem, offset) = ListTextCheck.problem(in: text, from: 0) { return .notText(problem, offset: offset) }
      while !scanner.isAtEnd, scanner.skipBlankLine() {}
      if !isLast && (scanner.isAtEnd || !scanner.hasWholeRow()) { return .upTo(scanner.place) }
      guard let header = CSVHeader(&scanner, text: text, file: file, problems: &problems),
        let choice = header.choice(request, problems: &problems)
      else { return .refused }
      rows = CSVRowReader(
        file: file,
        width: header.columns.count,
        column: choice.index,
        members: ListMembers(kind: choice.kind, capacity: Self.rowCount(of: text, byteCount: byteCount))
      )
    }
    return rows?.read(&scanner, of: text, isLast: isLast, problems: &problems) ?? .refused
  }

  /// About how many ids a file of so many bytes has if its rows are as long as those in hand, and a few more: an array that has to grow is copied.
  ///
  /// Never more than there is room for in the file, or a beginning of blank lines would ask for gigabytes.
  static func rowCount(of text: ListBytes, byteCount: Int) -> Int {
    guard !text.bytes.isEmpty else { return 0 }
    let byteCount = max(byteCount, text.bytes.count)
    let lines = text.bytes.count { $0 == UInt8(ascii: "\n") }
    // Both factors are below a gigabyte.
    let count = lines * byteCount / text.bytes.count
    return min(count + count / 16, byteCount / (UUIDBits.textLength + 1))
  }
}
