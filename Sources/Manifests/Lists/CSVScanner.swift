/// A field of a CSV file, as it stands there.
struct CSVField {
  enum Flaw {
    /// A quote inside a field that does not begin with one, or something after the closing quote.
    case strayQuote
    /// The file ends before the closing quote.
    case openQuote

    var problem: MemberListProblem { self == .openQuote ? .openQuote : .strayQuote }
  }

  /// The bytes of the content: between the quotes, if it has them.
  var content: Range<Int>
  /// Whether pairs of quotes in the content stand for one each.
  var hasDoubledQuotes = false
  var isQuoted = false
  /// The line that it begins in.
  var place: ListText.Place
  /// Whether it is the last one of its row.
  var endsRow = false
  /// The first thing that RFC 4180 does not allow, and where.
  var flaw: (Flaw, offset: Int, place: ListText.Place)?

  /// The value: the content with doubled quotes made one.
  func value(in text: ListText) -> [UInt8] {
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

/// Takes a CSV file apart, field by field (RFC 4180; lines end at LF or CR LF).
struct CSVScanner {
  private let text: ListText
  private var offset: Int
  private(set) var place: ListText.Place

  init(_ text: ListText) {
    self.text = text
    offset = text.start
    place = text.firstPlace
  }

  var isAtEnd: Bool { offset >= text.bytes.count }

  /// Passes a line with nothing but blanks; `false` when this line has something.
  mutating func skipBlankLine() -> Bool {
    var end = offset
    while end < text.bytes.count, text.bytes[end].isBlank { end += 1 }
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
  private func endOfRow(at offset: Int) -> Int? {
    guard offset < text.bytes.count else { return nil }
    if text.bytes[offset] == UInt8(ascii: "\n") { return offset + 1 }
    guard text.bytes[offset] == UInt8(ascii: "\r"), offset + 1 < text.bytes.count,
      text.bytes[offset + 1] == UInt8(ascii: "\n")
    else { return nil }
    return offset + 2
  }

  private mutating func startLine(at offset: Int) {
    self.offset = offset
    place = ListText.Place(line: place.line + 1, lineStart: offset)
  }
}
