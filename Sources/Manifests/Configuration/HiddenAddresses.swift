import SegmentModel

/// Hides email addresses in texts of manifests that messages show.
enum HiddenAddresses {
  /// The text with a star for each character of what looks like an address, so that columns stay the same.
  static func masked(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var next = 0
    for range in EmailAddress.ranges(in: bytes) {
      shown += bytes[next..<range.lowerBound]
      shown += bytes[range].filter { !UTF8.isContinuation($0) }.map { _ in UInt8(ascii: "*") }
      next = range.upperBound
    }
    return String(decoding: shown + bytes[next...], as: UTF8.self)
  }

  /// The lines of a manifest with stars for each value of `email:`: a misspelled address does not look like one.
  ///
  /// Hides the rest of the key's line and all lines that may continue its value.
  static func maskedEmails(_ lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
    var open: (column: Int, isFlow: Bool)?
    return lines.map { line in
      let bytes = Array(line)
      guard let start = bytes.firstIndex(where: { !isBlank($0) }) else { return line }
      if let key = open {
        if key.isFlow || start > key.column || start == key.column && bytes[start] == UInt8(ascii: "-") {
          if key.isFlow && bytes.contains(UInt8(ascii: "}")) { open = nil }
          return stars(bytes, from: start)
        }
        open = nil
      }
      guard let key = emailKey(bytes) else { return line }
      let isFlow = bytes[..<key.lowerBound].contains(UInt8(ascii: "{"))
      let isClosed = isFlow && bytes[key.upperBound...].contains(UInt8(ascii: "}"))
      if bytes[start] != UInt8(ascii: "#"), !isClosed { open = (key.lowerBound, isFlow) }
      return stars(bytes, from: key.upperBound)
    }
  }

  /// The key `email` in a line, from its opening quote to its colon.
  private static func emailKey(_ line: [UInt8]) -> Range<Int>? {
    let word = Array("email".utf8)
    for start in line.indices.dropLast(word.count) where zip(word, line[start...]).allSatisfy({ $0 == $1 | 0x20 }) {
      var (first, end) = (start, start + word.count)
      if first > 0, isQuote(line[first - 1]) { first -= 1 }
      if end < line.count, isQuote(line[end]) { end += 1 }
      while end < line.count, isBlank(line[end]) { end += 1 }
      let isWhole = first == 0 || isBlank(line[first - 1]) || "{,[#?".utf8.contains(line[first - 1])
      if isWhole, end < line.count, line[end] == UInt8(ascii: ":") { return first..<end + 1 }
    }
    return nil
  }

  /// The line with a star for each character from `start` on, except for blanks at both ends.
  private static func stars(_ line: [UInt8], from start: Int) -> ArraySlice<UInt8> {
    guard let first = line[start...].firstIndex(where: { !isBlank($0) }), let last = line.lastIndex(where: { !isBlank($0) })
    else { return line[...] }
    let hidden = line[first...last].filter { !UTF8.isContinuation($0) }.map { _ in UInt8(ascii: "*") }
    return (line[..<first] + hidden + line[(last + 1)...])[...]
  }

  private static func isBlank(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

  private static func isQuote(_ byte: UInt8) -> Bool { "\"'".utf8.contains(byte) }
}
