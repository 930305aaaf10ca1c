import SegmentModel

/// Reads one column of a CSV file.
struct CSVListReader: ListLayoutReader {
  private let file: String
  private let request: MemberListRequest
  /// `nil` before the header was read.
  private var rows: CSVRowReader?

  var members: ListMembers? { rows?.members }

  /// - Parameters:
  ///   - file: What problems call the file.
  ///   - request: What to read.
  init(file: String, request: MemberListRequest) {
    self.file = file
    self.request = request
  }

  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListReading {
    var scanner = CSVScanner(text)
    if rows == nil {
      while !scanner.isAtEnd, scanner.skipBlankLine() {}
      if !isLast && (scanner.isAtEnd || !scanner.hasWholeRow()) { return .upTo(scanner.place) }
      guard let header = CSVHeader(&scanner, text: text, file: file, problems: &problems),
        let choice = header.choice(request, text: text, file: file, problems: &problems)
      else { return .refused }
      rows = CSVRowReader(
        file: file,
        width: header.columns.count,
        column: choice.index,
        members: ListMembers(kind: choice.kind)
      )
    }
    return rows?.read(&scanner, of: text, isLast: isLast, problems: &problems) ?? .refused
  }
}
