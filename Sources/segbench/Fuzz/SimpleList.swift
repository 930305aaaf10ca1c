import Manifests

/// A simple and slow reading of lists, written from the rules alone.
enum SimpleList {
  private typealias Scalars = Substring.UnicodeScalarView

  /// The values of a text list; `nil` when it is not text or its last line is not ended.
  static func lines(of bytes: [UInt8]) -> [String]? {
    guard let text = text(bytes) else { return nil }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
      let line = withoutReturn(line)
      let comment = line.indices.first { index in
        line[index] == "#" && (index == line.startIndex || isBlank(line[line.index(before: index)]))
      }
      let value = trimmed(line[..<(comment ?? line.endIndex)])
      return value.isEmpty ? nil : value
    }
  }

  /// The values of one column; `nil` when the text violates RFC 4180 or lacks the column.
  static func column(_ kind: MemberListKind, _ name: String?, ofCSV bytes: [UInt8]) -> [String]? {
    guard let text = text(bytes), let rows = rows(text), let header = rows.first else { return nil }
    let names = header.map(string)
    var columns = names.indices.filter { names[$0] == name ?? kind.rawValue }
    if columns.count != 1, name == nil {
      // Without a name, the one known column is read, whatever `as:` says about its values.
      columns = names.indices.filter { MemberListKind(rawValue: names[$0]) != nil }
    }
    guard columns.count == 1, rows.allSatisfy({ $0.count == header.count }) else { return nil }
    return rows.dropFirst().map { trimmed($0[columns[0]]) }
  }

  /// The rows, without blank lines.
  private static func rows(_ text: Scalars) -> [[Scalars]]? {
    var rows: [[Scalars]] = []
    var rest = text
    while !rest.isEmpty {
      if let end = rest.firstIndex(of: "\n"), withoutReturn(rest[..<end]).allSatisfy(isBlank) {
        rest = rest[rest.index(after: end)...]
        continue
      }
      var row: [Scalars] = []
      var endsRow = false
      while !endsRow {
        guard let field = takeField(&rest) else { return nil }
        row.append(field.value)
        endsRow = field.endsRow
      }
      rows.append(row)
    }
    return rows
  }

  /// Takes a field with the comma or the line break that ends it; `nil` when it violates RFC 4180.
  private static func takeField(_ rest: inout Scalars) -> (value: Scalars, endsRow: Bool)? {
    var quoted = Scalars()
    var isQuoted = false
    while rest.first == "\"" {
      guard let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
      // Two quotes in a row stand for one.
      if isQuoted { quoted.append("\"") }
      quoted.append(contentsOf: rest[..<end].dropFirst())
      isQuoted = true
      rest = rest[rest.index(after: end)...]
    }
    guard let end = rest.firstIndex(where: { $0 == "," || $0 == "\n" }) else { return nil }
    let endsRow = rest[end] == "\n"
    let plain = endsRow ? withoutReturn(rest[..<end]) : rest[..<end]
    rest = rest[rest.index(after: end)...]
    guard !plain.contains("\""), !isQuoted || plain.isEmpty else { return nil }
    return (isQuoted ? quoted : plain, endsRow)
  }

  private static func text(_ bytes: [UInt8]) -> Scalars? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let scalars = text.unicodeScalars
    guard scalars.last == "\n", !scalars.contains("\0") else { return nil }
    return scalars.first == "\u{FEFF}" ? scalars.dropFirst() : scalars[...]
  }

  private static func withoutReturn(_ line: Scalars) -> Scalars {
    line.last == "\r" ? line.dropLast() : line
  }

  private static func trimmed(_ text: Scalars) -> String {
    guard let first = text.firstIndex(where: { !isBlank($0) }) else { return "" }
    let end = text.lastIndex { !isBlank($0) } ?? first
    return string(text[first...end])
  }

  private static func string(_ scalars: Scalars) -> String { String(String.UnicodeScalarView(scalars)) }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
