import Diagnostics
import SegmentModel

/// The first row of a CSV file.
struct CSVHeader {
  /// The names, without blanks around them.
  let columns: [String]
  /// Reads the rows below the header.
  let scanner: CSVScanner
  private let row: CSVRow
  private let text: ListText

  /// `nil` when the file has no row.
  private init?(_ text: ListText, _ delimiter: CSVDelimiter, from place: ListText.Place) {
    var scanner = CSVScanner(text, delimiter, from: place)
    var row = CSVRow()
    guard scanner.next(&row) else { return nil }
    columns = row.fields.map { String(decoding: $0.value(in: text)[...].trimmed, as: UTF8.self) }
    (self.scanner, self.row, self.text) = (scanner, row, text)
  }

  /// The header of a file; reports a problem and is `nil` when it cannot be read, or when the delimiter is not clear.
  static func find(_ request: MemberListRequest, in text: ListText, isTabbed: Bool, problems: MemberListProblems) -> CSVHeader? {
    let (declared, start) = separatorLine(of: text)
    let delimiter = request.delimiter ?? declared ?? (isTabbed ? .tab : nil)
    let headers = (delimiter.map { [$0] } ?? CSVDelimiter.allCases).compactMap { CSVHeader(text, $0, from: start) }
    let several = headers.filter { $0.row.flaw == nil && (2...CSVRow.maximumFields).contains($0.row.count) }
    let fitting = several.count > 1 ? several.filter { $0.has(request) } : several
    if several.count > 1 && fitting.count != 1 {
      let seen = several.map { (delimiter: $0.scanner.delimiter.rawValue, columns: $0.columns.count) }
      several[0].addMissing(.ambiguousDelimiter(seen, in: text.file), problems)
    } else if let header = fitting.first ?? headers.first {
      if header.row.count > CSVRow.maximumFields {
        problems.add(.tooManyColumns(limit: CSVRow.maximumFields))
      } else if let (flaw, offset, place) = header.row.flaw {
        problems.add(flaw.problem, at: text.range(offset..<offset + 1, at: place))
      } else {
        return header
      }
    } else {
      problems.add(.noValues)
    }
    return nil
  }

  /// What Excel's first line `sep=;` declares, and where the header begins.
  private static func separatorLine(of text: ListText) -> (CSVDelimiter?, ListText.Place) {
    let place = text.firstPlace
    let end = text.endOfLine(from: place.lineStart)
    let line = String(decoding: text.bytes[place.lineStart..<end].prefix(10), as: UTF8.self).filter { $0 != "\"" }
    guard end - place.lineStart <= 10, line.lowercased().hasPrefix("sep="),
      let delimiter = CSVDelimiter(text: String(line.dropFirst(4)))
    else { return (nil, place) }
    return (delimiter, ListText.Place(line: 2, lineStart: min(text.nextLine(after: end), text.bytes.count)))
  }

  // MARK: Columns

  /// The index of the column to read and what its values are; reports a problem and is `nil` when that is not clear.
  func choice(_ request: MemberListRequest, problems: MemberListProblems) -> (index: Int, kind: MemberListKind)? {
    guard let name = request.column else { return knownColumn(request, problems: problems) }
    guard let index = index(of: name, problems: problems) else { return nil }
    if let kind = request.kind ?? MemberListKind(header: columns[index]) { return (index, kind) }
    problems.addToEntry(.kindMissing(column: name, in: text.file))
    return nil
  }

  /// The index of a column that the manifest names; reports a problem and is `nil` unless it is exactly one.
  func index(of name: String, problems: MemberListProblems) -> Int? {
    let found = indices(of: name)
    if found.count == 1 { return found[0] }
    let problem = ManifestProblem.unknownColumn(name, columns: columns, in: text.file)
    if found.isEmpty { addMissing(problem, problems) } else { problems.addToEntry(.repeatedColumn(name, in: text.file)) }
    return nil
  }

  /// Adds a problem with the columns, unless the file has no header.
  private func addMissing(_ problem: ManifestProblem, _ problems: MemberListProblems) {
    if holdsValues { problems.add(.noHeader(in: text.file)) } else { problems.addToEntry(problem) }
  }

  /// The columns of exactly this name, or else those that differ in case, spaces, hyphens and underscores only.
  private func indices(of name: String) -> [Int] {
    let exact = columns.indices.filter { columns[$0] == name }
    return exact.isEmpty ? columns.indices.filter { Self.key(columns[$0]) == Self.key(name) } : exact
  }

  /// Whether the header has every column that the entry needs.
  private func has(_ request: MemberListRequest) -> Bool {
    request.columns.allSatisfy { !indices(of: $0).isEmpty }
      && (request.column != nil || columns.contains { MemberListKind(header: $0) != nil })
  }

  /// Whether a column differs from one to read only in an invisible character, which is reported.
  func hasHiddenTwin(of request: MemberListRequest, problems: MemberListProblems) -> Bool {
    let wanted = Set(request.columns.map(Self.key))
    for (column, field) in zip(columns, row.fields) where !wanted.contains(Self.key(column)) {
      let visible = HiddenCharacters.likeness(of: column)
      guard wanted.contains(Self.key(visible)) || request.column == nil && MemberListKind(header: visible) != nil,
        let hidden = text.hiddenCharacter(in: field.content)
      else { continue }
      problems.add(.hiddenInHeader(hidden.character), at: text.range(hidden.range, at: field.place))
      return true
    }
    return false
  }

  /// The column that is named like a kind: the kind of `as:`, or else the first in the order of the kinds.
  private func knownColumn(_ request: MemberListRequest, problems: MemberListProblems) -> (index: Int, kind: MemberListKind)? {
    let found = ((request.kind.map { [$0] } ?? []) + MemberListKind.allCases).lazy.map { kind in
      columns.indices.filter { MemberListKind(header: columns[$0]) == kind }
    }.first { !$0.isEmpty }
    let names = Set((found ?? []).map { columns[$0] }).sorted()
    guard let found, let kind = request.kind ?? MemberListKind(header: names[0]) else {
      addMissing(.noKnownColumn(columns: columns, in: text.file), problems)
      return nil
    }
    if found.count == 1 { return (found[0], kind) }
    problems.addToEntry(
      names.count == 1 ? .repeatedColumn(names[0], in: text.file) : .severalKnownColumns(names, in: text.file)
    )
    return nil
  }

  /// Whether a column's name is an id or an address.
  ///
  /// Then the row is not a header and must not be shown.
  private var holdsValues: Bool {
    columns.contains { name in
      name.utf8.contains(UInt8(ascii: "@")) || ShopperProfileID(name) != nil || CustomerID(text: name) != nil
    }
  }

  fileprivate static func key(_ name: String) -> String { name.lowercased().filter { !" _-".contains($0) } }
}

extension MemberListKind {
  /// The kind that a column's name says, also as BigCommerce's own export writes it.
  init?(header: String) {
    switch CSVHeader.key(header) {
    case "shopperprofileid": self = .shopperProfileID
    case "customerid": self = .customerID
    case "email", "emailaddress": self = .email
    default: return nil
    }
  }
}
