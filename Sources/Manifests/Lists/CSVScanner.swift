import SegmentModel

/// What separates the columns of a CSV file, as manifests name it.
package enum CSVDelimiter: String, CaseIterable, Hashable, Sendable {
  case comma
  case semicolon
  case tab

  var byte: UInt8 { self == .comma ? UInt8(ascii: ",") : self == .semicolon ? UInt8(ascii: ";") : UInt8(ascii: "\t") }

  /// A delimiter by its name, or as the character itself.
  init?(text: String) {
    guard let delimiter = Self.allCases.first(where: { $0.rawValue == text || [$0.byte] == Array(text.utf8) }) else { return nil }
    self = delimiter
  }
}

/// A field of a CSV file.
struct CSVField {
  /// The bytes of the content, without the quotes around it.
  var content: Range<Int>
  /// Whether the content has quotes, each written as two.
  var hasDoubledQuotes = false
  var isQuoted = false
  /// The line that it begins in.
  var place: ListText.Place

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

/// A row of a CSV file.
struct CSVRow {
  /// Without a limit, a packed line of commas would take gigabytes.
  static let maximumFields = 10_000

  enum Flaw {
    case openQuote
    case strayQuote

    var problem: ManifestProblem { self == .openQuote ? .openQuote : .strayQuote }
  }

  fileprivate(set) var place = ListText.Place(line: 1, lineStart: 0)
  /// At most ``maximumFields``.
  fileprivate(set) var fields: [CSVField] = []
  /// How many fields the row has in the file.
  fileprivate(set) var count = 0
  /// The first violation of RFC 4180, and where it is.
  fileprivate(set) var flaw: (Flaw, offset: Int, place: ListText.Place)?
  /// Whether a line break ends the row, so that its last value is whole.
  fileprivate(set) var endsWithBreak = false
}

/// Splits a CSV file into rows (RFC 4180, with any delimiter; lines end at LF, CR or CR LF).
struct CSVScanner {
  let delimiter: CSVDelimiter
  private let text: ListText
  private let separator: UInt8
  private var offset: Int
  private var place: ListText.Place

  init(_ text: ListText, _ delimiter: CSVDelimiter, from place: ListText.Place) {
    self.text = text
    self.delimiter = delimiter
    self.place = place
    separator = delimiter.byte
    offset = place.lineStart
  }

  private var isAtEnd: Bool { offset >= text.bytes.count }

  /// Reads the next row, without rows that have only separators and blanks; returns `false` at the end of the file.
  mutating func next(_ row: inout CSVRow) -> Bool {
    while !isAtEnd {
      row.place = place
      row.fields.removeAll(keepingCapacity: true)
      row.count = 0
      row.flaw = nil
      var isBlank = true
      var isInRow = true
      while isInRow {
        var field = CSVField(content: offset..<offset, place: place)
        isInRow = take(&field, of: &row)
        isBlank = isBlank && !field.isQuoted && text.isBlank(field.content)
        row.count += 1
        if row.count <= CSVRow.maximumFields { row.fields.append(field) }
      }
      if !isBlank { return true }
    }
    return false
  }

  /// Reads a field and the separator or line break after it; returns whether the row has another field.
  private mutating func take(_ field: inout CSVField, of row: inout CSVRow) -> Bool {
    if !isAtEnd, text.bytes[offset] == UInt8(ascii: "\"") { takeQuoted(&field, of: &row) }
    let start = offset
    // `="4527"` keeps Excel from changing a number.
    let isFormula =
      offset + 1 < text.bytes.count && text.bytes[offset] == UInt8(ascii: "=") && text.bytes[offset + 1] == UInt8(ascii: "\"")
    while !isAtEnd, text.bytes[offset] != separator, !text.bytes[offset].isLineBreak {
      if field.isQuoted || !isFormula && text.bytes[offset] == UInt8(ascii: "\"") {
        row.flaw = row.flaw ?? (.strayQuote, offset, place)
      }
      offset += 1
    }
    if !field.isQuoted { field.content = start..<offset }
    if !isAtEnd, text.bytes[offset] == separator {
      offset += 1
      return true
    }
    row.endsWithBreak = !isAtEnd
    if !isAtEnd { startLine() }
    return false
  }

  /// Takes the content between quotes and the closing quote.
  private mutating func takeQuoted(_ field: inout CSVField, of row: inout CSVRow) {
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
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): startLine()
      default: offset += 1
      }
    }
    field.content = opening + 1..<offset
    row.flaw = row.flaw ?? (.openQuote, opening, field.place)
  }

  /// Moves past the line break at the offset.
  private mutating func startLine() {
    offset = text.nextLine(after: offset)
    place = ListText.Place(line: place.line + 1, lineStart: offset)
  }
}
