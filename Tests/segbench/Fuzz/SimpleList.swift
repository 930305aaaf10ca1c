import Manifests

/// A simple and slow reading of lists, written from the rules alone.
///
/// It does not check anything: it is for lists that the reader accepts.
struct SimpleList {
  /// The characters, with a line feed at the end of every line.
  private let text: [Unicode.Scalar]

  /// `nil` when the bytes are not text.
  init?(_ bytes: [UInt8]) {
    let isLittleEndian = bytes.starts(with: [0xFF, 0xFE])
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      UInt16(bytes[isLittleEndian ? index + 1 : index]) << 8 | UInt16(bytes[isLittleEndian ? index : index + 1])
    }
    let decoded = units.first == 0xFEFF ? String(validating: units, as: UTF16.self) : String(validating: bytes, as: UTF8.self)
    guard let decoded, !decoded.unicodeScalars.contains("\0") else { return nil }
    var scalars: [Unicode.Scalar] = []
    var previous: Unicode.Scalar?
    for scalar in decoded.unicodeScalars {
      if scalar != "\n" || previous != "\r" { scalars.append(scalar == "\r" ? "\n" : scalar) }
      previous = scalar
    }
    scalars.append("\n")
    text = Array(scalars.first == "\u{FEFF}" ? scalars.dropFirst() : scalars[...])
  }

  /// The values of a text list.
  var lines: [String] {
    text.split(separator: "\n").compactMap { line in
      let comment = line.indices.first { index in
        line[index] == "#" && (index == line.startIndex || [" ", "\t"].contains(line[index - 1]))
      }
      let value = Self.trimmed(line[..<(comment ?? line.endIndex)])
      return value.allSatisfy(\.isWhitespace) ? nil : value
    }
  }

  /// The values of one column; `nil` when a column is missing.
  func values(_ kind: MemberListKind, _ name: String?, _ condition: MemberListCondition?, delimiter: Unicode.Scalar) -> [String]?
  {
    let rows = rows(delimiter)
    guard let names = rows.first else { return nil }
    let kinds = [kind] + MemberListKind.allCases
    let wanted = name.map { [[$0]] } ?? kinds.map { $0 == .email ? ["email", "emailaddress"] : [$0.rawValue] }
    guard let column = wanted.compactMap({ Self.column($0, in: names) }).first, rows.allSatisfy({ $0.count == names.count })
    else { return nil }
    guard let condition else { return rows.dropFirst().map { $0[column] } }
    guard let filter = Self.column([condition.column], in: names) else { return nil }
    return rows.dropFirst().filter { condition.values.contains(Self.withoutSpaces($0[filter])) }.map { $0[column] }
  }

  private static func column(_ wanted: [String], in names: [String]) -> Int? {
    func key(_ name: String) -> String { name.lowercased().filter { !" -_".contains($0) } }
    return names.firstIndex { wanted.contains($0) } ?? names.firstIndex { wanted.map(key).contains(key($0)) }
  }

  /// The values of the rows, without rows that have only separators and spaces.
  private func rows(_ delimiter: Unicode.Scalar) -> [[String]] {
    var rows: [[String]] = [[]]
    var field: [Unicode.Scalar] = []
    var isInQuotes = false
    let first = String(String.UnicodeScalarView(text.prefix { $0 != "\n" }))
    let declaration = first.utf8.count <= 10 ? first.lowercased().filter { $0 != "\"" } : ""
    let hasSeparatorLine = ["sep=,", "sep=;", "sep=\t"].contains(declaration)
    for scalar in text.dropFirst(hasSeparatorLine ? first.unicodeScalars.count + 1 : 0) {
      if scalar == "\"" && (field.isEmpty || field[0] == "\"") { isInQuotes.toggle() }
      guard !isInQuotes && (scalar == delimiter || scalar == "\n") else {
        field.append(scalar)
        continue
      }
      rows[rows.count - 1].append(Self.trimmed(field[...]))
      field = []
      if scalar == "\n" { rows.append([]) }
    }
    rows.removeAll { $0.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
    return rows.map { $0.map(Self.unquoted) }
  }

  /// A value as conditions compare it: without spaces at its ends, whatever they are.
  private static func withoutSpaces(_ value: String) -> String {
    let scalars = value.unicodeScalars.drop(while: \.properties.isWhitespace)
    let end = scalars.lastIndex { !$0.properties.isWhitespace }.map(scalars.index(after:)) ?? scalars.startIndex
    return String(String.UnicodeScalarView(scalars[..<end]))
  }

  private static func unquoted(_ field: String) -> String {
    guard field.hasPrefix("\"") else { return field }
    return trimmed(Array(field.dropFirst().dropLast().replacing("\"\"", with: "\"").unicodeScalars)[...])
  }

  private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
    let end = text.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? text.startIndex
    return String(String.UnicodeScalarView(text[..<end].drop(while: isBlank)))
  }
}
