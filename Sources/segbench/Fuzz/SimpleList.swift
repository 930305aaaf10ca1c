import Manifests

/// A simple and slow reading of lists, written from the rules alone.
enum SimpleList {
  private typealias Scalars = Substring.UnicodeScalarView

  /// The values of a text list; `nil` when it is not text or its last line is not ended.
  static func lines(of bytes: [UInt8]) -> [String]? {
    guard let text = text(bytes) else { return nil }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
      let line = withoutReturn(line)
      var end = line.endIndex
      for index in line.indices where line[index] == "#" {
        if index == line.startIndex || isBlank(line[line.index(before: index)]) {
          end = index
          break
        }
      }
      let value = trimmed(line[..<end])
      return value.isEmpty ? nil : value
    }
  }

  /// The values of one column; `nil` when the text violates RFC 4180 or lacks the column.
  static func column(_ kind: MemberListKind, _ name: String?, ofCSV bytes: [UInt8]) -> [String]? {
    guard let text = text(bytes), let rows = rows(text), let header = rows.first else { return nil }
    let names = header.map(string)
    let wanted = name ?? kind.rawValue
    guard let index = names.firstIndex(of: wanted), names.lastIndex(of: wanted) == index else {
      // Without a name, the one known column is read, whatever `as:` says about its values.
      let known = names.indices.filter { MemberListKind(rawValue: names[$0]) != nil }
      guard name == nil, known.count == 1, let only = known.first else { return nil }
      return values(rows, only)
    }
    return values(rows, index)
  }

  private static func values(_ rows: [[Scalars]], _ index: Int) -> [String]? {
    var values: [String] = []
    for row in rows.dropFirst() {
      guard row.count == rows[0].count else { return nil }
      values.append(trimmed(row[index]))
    }
    return values
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
      var isOpen = true
      while isOpen {
        guard let (field, next, endsRow) = field(rest) else { return nil }
        row.append(field)
        rest = next
        isOpen = !endsRow
      }
      rows.append(row)
    }
    return rows
  }

  private static func field(
    _ text: Scalars
  ) -> (Scalars, rest: Scalars, endsRow: Bool)? {
    var value = Scalars()
    var rest = text
    if rest.first == "\"" {
      rest = rest.dropFirst()
      while true {
        guard let scalar = rest.popFirst() else { return nil }
        if scalar != "\"" {
          value.append(scalar)
        } else if rest.first == "\"" {
          value.append("\"")
          rest = rest.dropFirst()
        } else {
          break
        }
      }
    } else {
      while let scalar = rest.first, scalar != ",", scalar != "\n", !(scalar == "\r" && rest.dropFirst().first == "\n") {
        if scalar == "\"" { return nil }
        value.append(scalar)
        rest = rest.dropFirst()
      }
    }
    guard let end = rest.popFirst() else { return nil }
    if end == "," { return (value, rest, false) }
    if end == "\n" { return (value, rest, true) }
    guard end == "\r", rest.popFirst() == "\n" else { return nil }
    return (value, rest, true)
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
