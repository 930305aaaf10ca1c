import SegmentModel

/// A field of a CSV file.
struct CSVField {
  /// The bytes of the content, without the quotes around it.
  var content: Range<Int>
  /// Whether the content has quotes, each written as two.
  var hasDoubledQuotes = false
  var isQuoted = false
  /// The line that it begins in.
  var place: ListText.Place
  /// Whether it is the last field of its row.
  var endsRow = false
  /// The first violation of RFC 4180, and where it is.
  var flaw: (problem: ManifestProblem, offset: Int, place: ListText.Place)?

  /// The content with each doubled quote as one.
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

/// Splits a CSV file into fields (RFC 4180; lines end at LF or CR LF).
struct CSVScanner {
  private let text: ListText
  private var offset: Int
  private(set) var place: ListText.Place

  init(_ text: ListText) {
    self.text = text
    offset = text.start
    place = text.firstPlace
  }

  private var isAtEnd: Bool { offset >= text.bytes.count }

  /// Skips lines of blanks; returns whether a row follows.
  mutating func findRow() -> Bool {
    var end = offset
    while end < text.bytes.count {
      if text.bytes[end].isBlank {
        end += 1
      } else if let next = endOfRow(at: end) {
        startLine(at: next)
        end = next
      } else {
        break
      }
    }
    return !isAtEnd
  }

  /// The next field, which may be empty; call it only within a row.
  mutating func nextField() -> CSVField {
    var field = CSVField(content: offset..<offset, place: place)
    if !isAtEnd, text.bytes[offset] == UInt8(ascii: "\"") {
      takeQuoted(&field)
      if field.endsRow { return field }
    }
    takeUnquoted(&field)
    return field
  }

  /// Takes the content between quotes and the closing quote.
  private mutating func takeQuoted(_ field: inout CSVField) {
    let opening = offset
    field.isQuoted = true
    offset += 1
    while !isAtEnd {
      switch text.bytes[offset] {
      case UInt8(ascii: "\""):
        if offset + 1 < text.bytes.count, text.bytes[offset + 1] == UInt8(ascii: "\"") {
          field.hasDoubledQuotes = true
          offset += 2
          continue
        }
        field.content = opening + 1..<offset
        offset += 1
        return
      case UInt8(ascii: "\n"):
        startLine(at: offset + 1)
      default:
        offset += 1
      }
    }
    field.content = opening + 1..<offset
    field.endsRow = true
    field.flaw = (.openQuote, opening, field.place)
  }

  /// Takes everything up to the comma or the end of the row: the content, unless that was in quotes.
  private mutating func takeUnquoted(_ field: inout CSVField) {
    let start = offset
    var next: Int?
    while !isAtEnd, text.bytes[offset] != UInt8(ascii: ",") {
      next = endOfRow(at: offset)
      if next != nil { break }
      if field.flaw == nil, field.isQuoted || text.bytes[offset] == UInt8(ascii: "\"") {
        field.flaw = (.strayQuote, offset, place)
      }
      offset += 1
    }
    if !field.isQuoted { field.content = start..<offset }
    field.endsRow = isAtEnd || next != nil
    if let next { startLine(at: next) } else if !isAtEnd { offset += 1 }
  }

  /// Where the next row begins, if a row ends at an offset.
  private func endOfRow(at offset: Int) -> Int? {
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
