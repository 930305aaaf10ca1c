import SegmentModel

/// Reads one column of the rows of a CSV file that meet the conditions of the entry.
struct CSVListReader {
  private let text: ListText
  private let problems: MemberListProblems
  private let delimiter: CSVDelimiter
  /// How many fields each row has.
  private let width: Int
  /// The index of the field to read.
  private let column: Int
  private let conditions: [(column: Int, values: Set<String>)]
  private var file: MemberListFile

  /// The values of the column; `nil` when it is not clear which columns to read, or what their values are.
  static func read(
    _ text: ListText,
    _ request: MemberListRequest,
    isTabbed: Bool,
    problems: MemberListProblems
  ) -> MemberListFile? {
    guard let header = CSVHeader.find(request, in: text, isTabbed: isTabbed, problems: problems),
      !header.hasHiddenTwin(of: request, problems: problems)
    else { return nil }
    let choice = header.choice(request, problems: problems)
    let conditions = request.conditions.compactMap { condition in
      header.index(of: condition.column, problems: problems).map { (column: $0, values: condition.values) }
    }
    guard let (column, kind) = choice, conditions.count == request.conditions.count else { return nil }
    var reader = CSVListReader(
      text: text,
      problems: problems,
      delimiter: header.scanner.delimiter,
      width: header.columns.count,
      column: column,
      conditions: conditions,
      file: MemberListFile(path: text.file, kind: kind)
    )
    var scanner = header.scanner
    var row = CSVRow()
    while scanner.next(&row) { reader.read(row) }
    return reader.file
  }

  private mutating func read(_ row: CSVRow) {
    let isTorn = !row.endsWithBreak && row.fields.last?.isQuoted == false
    if let (flaw, offset, place) = row.flaw {
      problems.addRow(flaw.problem, at: offset..<offset + 1, in: listRow(at: place))
    } else if row.count != width {
      addWrongCount(row, isTorn: isTorn)
    } else if !meetsConditions(row) {
      file.skip()
      if isTorn { noteTornEnd(row) }
    } else if !append(row.fields[column], line: row.place.line) {
      let (field, isCutOff) = (row.fields[column], isTorn && column == width - 1)
      problems.addValue(field.content, of: file.kind, in: listRow(at: field.place), isCutOff: isCutOff)
    } else if isTorn {
      noteTornEnd(row)
    }
  }

  /// Notes that the file ends in a value that may be incomplete, such as `452` of `4527`.
  private mutating func noteTornEnd(_ row: CSVRow) {
    let isRead = column == width - 1 && file.kind != .shopperProfileID
    guard isRead || conditions.contains(where: { $0.column == width - 1 }), let field = row.fields.last else { return }
    file.tornEnd = text.range(field.content, at: field.place)
  }

  private func addWrongCount(_ row: CSVRow, isTorn: Bool) {
    let line = row.place.lineStart..<text.endOfLine(from: row.place.lineStart)
    if isTorn && row.count < width {
      problems.addRow(.listCutOff, at: line, in: listRow(at: row.place))
    } else if width == 1, SpreadsheetValue.damage(text.text(line), of: file.kind) != nil {
      problems.addValue(line, of: file.kind, in: listRow(at: row.place))
    } else {
      problems.addRow(.fieldCount(row.count, expected: width, delimiter), at: line, in: listRow(at: row.place))
    }
  }

  private func meetsConditions(_ row: CSVRow) -> Bool {
    conditions.allSatisfy { condition in
      let value = row.fields[condition.column].value(in: text)
      return condition.values.contains(SpreadsheetValue.trimmed(String(decoding: value, as: UTF8.self)))
    }
  }

  private mutating func append(_ field: CSVField, line: Int) -> Bool {
    if field.hasDoubledQuotes { return field.value(in: text).withUnsafeBufferPointer { file.append($0, line: line) } }
    return file.append(UnsafeBufferPointer(rebasing: text.bytes[text.trimmed(field.content)]), line: line)
  }

  /// Other columns hold names and addresses, which never leave the file.
  private func listRow(at place: ListText.Place) -> ListRow {
    ListRow(text: text, place: place, isShown: width == 1 && text.mayShow(place, of: file.kind))
  }
}
