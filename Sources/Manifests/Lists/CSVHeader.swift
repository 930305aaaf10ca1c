import SegmentModel

/// The first row of a CSV file.
struct CSVHeader {
  /// The most columns: a packed line of commas would take gigabytes otherwise.
  static let maximumColumns = 10_000

  let columns: [String]
  private let fields: [CSVField]

  /// Takes the next row as the header; `nil` when there is none, or it breaks the rules of CSV, which is a problem.
  init?(_ scanner: inout CSVScanner, text: ListText, problems: MemberListProblems) {
    guard !scanner.isAtEnd else {
      problems.add(.noValues)
      return nil
    }
    var columns: [String] = []
    var fields: [CSVField] = []
    while true {
      let field = scanner.nextField()
      if let (flaw, offset, place) = field.flaw {
        problems.add(flaw.problem, at: text.range(offset..<offset + 1, at: place))
        return nil
      }
      columns.append(String(decoding: field.value(in: text), as: UTF8.self))
      fields.append(field)
      if field.endsRow { break }
      guard columns.count < Self.maximumColumns else {
        problems.add(.tooManyColumns(limit: Self.maximumColumns))
        return nil
      }
    }
    self.columns = columns
    self.fields = fields
  }

  /// The column to read and what its values are; `nil` when that is not clear, which is a problem.
  func choice(
    _ request: MemberListRequest,
    text: ListText,
    problems: MemberListProblems
  ) -> (index: Int, kind: MemberListKind)? {
    guard !hasHiddenTwin(of: request.column, text: text, problems: problems),
      let name = request.column ?? knownColumn(problems: problems)
    else { return nil }
    let indices = columns.indices.filter { columns[$0] == name }
    guard let index = indices.first else {
      problems.add(holdsValues ? .noHeader : .unknownColumn(name, columns: columns))
      return nil
    }
    guard indices.count == 1 else {
      problems.add(.repeatedColumn(name))
      return nil
    }
    guard let kind = request.kind ?? MemberListKind(rawValue: name) else {
      problems.add(.kindMissing(column: name))
      return nil
    }
    return (index, kind)
  }

  /// Whether a column that looks like the one to read is not it, for a character that does not show: a problem at that character.
  private func hasHiddenTwin(of name: String?, text: ListText, problems: MemberListProblems) -> Bool {
    let wanted = name.map { [$0] } ?? MemberListKind.allCases.map(\.rawValue)
    for (column, field) in zip(columns, fields) {
      guard let hidden = text.hiddenCharacter(in: field.content),
        wanted.contains(where: { $0 != column && HiddenCharacters.likeness(of: $0) == HiddenCharacters.likeness(of: column) })
      else { continue }
      problems.add(.hiddenCharacter(hidden.character, in: nil), at: text.range(hidden.range, at: field.place))
      return true
    }
    return false
  }

  /// The one column that bears a kind's name.
  private func knownColumn(problems: MemberListProblems) -> String? {
    let known = columns.filter { MemberListKind(rawValue: $0) != nil }
    let names = Set(known)
    if let name = known.first, names.count == 1 { return name }
    if known.isEmpty {
      problems.add(holdsValues ? .noHeader : .noKnownColumn(columns: columns))
    } else {
      problems.add(.severalKnownColumns(names.sorted()))
    }
    return nil
  }

  /// Whether a column's name is an id or an address: then the row is no header, and may not be shown.
  private var holdsValues: Bool {
    columns.contains { name in
      name.utf8.contains(UInt8(ascii: "@")) || ShopperProfileID(name) != nil || CustomerID(text: name) != nil
    }
  }
}
