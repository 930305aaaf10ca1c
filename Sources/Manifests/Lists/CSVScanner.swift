import SegmentModel

/// Takes a CSV file apart, field by field (RFC 4180; lines end at LF or CR LF).
struct CSVScanner {
  private let text: ListBytes
  private var offset: Int
  /// The line that the scanner stands in.
  private(set) var place: ListPlace

  init(_ text: ListBytes) {
    self.text = text
    offset = text.start
    place = text.firstPlace
  }

  var isAtEnd: Bool { offset >= text.bytes.count }

  /// Passes a line with nothing but blanks; `false` when this line has something.
  mutating func skipBlankLine() -> Bool {
    var end = offset
    while end < text.bytes.count, ListBytes.isBlank(text.bytes[end]) { end += 1 }
    guard let next = endOfRow(at: end) else { return false }
    startLine(at: next)
    return true
  }

  /// Whether the next row ends before the bytes do.
  func hasWholeRow() -> Bool {
    var scanner = self
    while !scanner.isAtEnd {
      let field = scanner.nextField()
      if field.flaw?.0 == .openQuote { return false }
      if field.endsRow { break }
    }
    return true
  }

  /// Takes a row in ASCII in which nothing but the id may stand in quotes; `nil`, and nothing is taken, for any other row.
  ///
  /// - Parameters:
  ///   - width: How many fields the row must have.
  ///   - column: Which of them must be the id, from 0.
  /// - Returns: The id.
  @inline(__always)
  mutating func takePlainRow(width: Int, column: Int) -> UUIDBits? {
    let bytes = text.bytes
    var start = offset
    for _ in 0..<column {
      guard let end = endOfPlainField(from: start), bytes[end] == UInt8(ascii: ",") else { return nil }
      start = end + 1
    }
    guard start < bytes.count else { return nil }
    let quote = bytes[start] == UInt8(ascii: "\"") ? 1 : 0
    var end = start + UUIDBits.textLength + 2 * quote
    guard end < bytes.count, quote == 0 || bytes[end - 1] == UInt8(ascii: "\"") else { return nil }
    for _ in column + 1..<width {
      guard bytes[end] == UInt8(ascii: ","), let next = endOfPlainField(from: end + 1) else { return nil }
      end = next
    }
    guard let next = endOfRow(at: end), let bits = text.identifier(at: start + quote) else { return nil }
    startLine(at: next)
    return bits
  }

  /// The comma, LF or CR that ends a field in ASCII without quotes; `nil` for other fields, and near the end of the bytes.
  ///
  /// Looks at eight bytes at a time.
  @inline(__always)
  private func endOfPlainField(from start: Int) -> Int? {
    let raw = UnsafeRawBufferPointer(text.bytes)
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = start
    while raw.count - offset >= 8 {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      // A byte below the hyphen borrows into its top bit: what ends a field is below it, and little else that occurs. Bytes beyond ASCII have that bit
      // themselves. The lowest one that is marked is so rightly.
      let marked = ((word &- ones &* 0x2D) | word) & (ones << 7)
      guard marked != 0 else {
        offset += 8
        continue
      }
      offset += marked.trailingZeroBitCount >> 3
      switch raw[offset] {
      case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return offset
      case 0, UInt8(ascii: "\""), 0x80...: return nil
      default: offset += 1
      }
    }
    return nil
  }

  /// Takes a field that is an id, in quotes or not; `nil`, and nothing is taken, for any other field.
  @inline(__always)
  mutating func takeIdentifier() -> (bits: UUIDBits, endsRow: Bool)? {
    let bytes = text.bytes
    guard offset < bytes.count else { return nil }
    let quote = bytes[offset] == UInt8(ascii: "\"") ? 1 : 0
    let end = offset + UUIDBits.textLength + 2 * quote
    guard end < bytes.count, quote == 0 || bytes[end - 1] == UInt8(ascii: "\"") else { return nil }
    if bytes[end] == UInt8(ascii: ",") {
      guard let bits = text.identifier(at: offset + quote) else { return nil }
      offset = end + 1
      return (bits, false)
    }
    guard let next = endOfRow(at: end), let bits = text.identifier(at: offset + quote) else { return nil }
    startLine(at: next)
    return (bits, true)
  }

  /// Takes the next field; there is one, which may be empty, unless the scanner is at the end.
  mutating func nextField() -> CSVField {
    var field = CSVField(content: offset..<offset, place: place)
    if !isAtEnd, text.bytes[offset] == UInt8(ascii: "\"") {
      takeQuoted(&field)
      if field.flaw != nil && isAtEnd { return field }
    }
    takeUnquoted(&field)
    return field
  }

  /// Takes the content between quotes and the closing quote.
  private mutating func takeQuoted(_ field: inout CSVField) {
    let opening = offset
    field.isQuoted = true
    offset += 1
    let start = offset
    while offset < text.bytes.count {
      switch text.bytes[offset] {
      case UInt8(ascii: "\""):
        if offset + 1 < text.bytes.count, text.bytes[offset + 1] == UInt8(ascii: "\"") {
          field.hasDoubledQuotes = true
          offset += 2
          continue
        }
        field.content = start..<offset
        offset += 1
        return
      case UInt8(ascii: "\n"):
        startLine(at: offset + 1)
        continue
      default:
        offset += 1
      }
    }
    field.content = start..<offset
    field.endsRow = true
    field.flaw = (.openQuote, opening, field.place)
  }

  /// Takes everything up to the comma or the end of the row: the content, unless that was in quotes.
  private mutating func takeUnquoted(_ field: inout CSVField) {
    let start = offset
    while offset < text.bytes.count {
      let byte = text.bytes[offset]
      if byte == UInt8(ascii: ",") {
        finish(&field, from: start)
        offset += 1
        return
      }
      if let next = endOfRow(at: offset) {
        finish(&field, from: start)
        field.endsRow = true
        startLine(at: next)
        return
      }
      if field.flaw == nil, field.isQuoted || byte == UInt8(ascii: "\"") { field.flaw = (.strayQuote, offset, place) }
      offset += 1
    }
    finish(&field, from: start)
    field.endsRow = true
  }

  private func finish(_ field: inout CSVField, from start: Int) {
    if !field.isQuoted { field.content = start..<offset }
  }

  /// Where the next row begins, if a row ends at an offset.
  @inline(__always)
  private func endOfRow(at offset: Int) -> Int? {
    guard offset < text.bytes.count else { return nil }
    if text.bytes[offset] == UInt8(ascii: "\n") { return offset + 1 }
    guard text.bytes[offset] == UInt8(ascii: "\r"), offset + 1 < text.bytes.count,
      text.bytes[offset + 1] == UInt8(ascii: "\n")
    else { return nil }
    return offset + 2
  }

  @inline(__always)
  private mutating func startLine(at offset: Int) {
    self.offset = offset
    place = ListPlace(line: place.line + 1, lineStart: offset)
  }
}

extension CSVField {
  /// The value: the content with doubled quotes made one.
  func value(in text: ListBytes) -> [UInt8] {
    guard hasDoubledQuotes else { return Array(text.bytes[content]) }
    var value: [UInt8] = []
    var index = content.lowerBound
    while index < content.upperBound {
      value.append(text.bytes[index])
      index += text.bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return value
  }
}
