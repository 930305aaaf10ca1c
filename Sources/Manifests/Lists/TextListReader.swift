import SegmentModel

/// Reads a plain text: one value a line, blanks around it ignored, and comments that a `#` begins.
struct TextListReader: ListLayoutReader {
  private let file: String
  /// The column of a CSV file that the manifest speaks of.
  private let unknownColumn: String?
  private var values: ListMembers

  var members: ListMembers? { values }

  /// - Parameters:
  ///   - file: What problems call the file.
  ///   - request: What the manifest says about it.
  ///   - byteCount: How many bytes it will have, as far as that is known.
  init(file: String, request: MemberListRequest, byteCount: Int) {
    self.file = file
    unknownColumn = request.column
    // At most: a file that is full of ids has one in every line.
    values = ListMembers(kind: request.kind ?? .shopperProfileID, capacity: byteCount / (UUIDBits.textLength + 1))
  }

  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListReading {
    if let unknownColumn {
      problems.add(.columnOfText(unknownColumn))
      return .refused
    }
    // A line that is an id is sound; the first one that is something else has the rest looked at.
    var isChecked = false
    let isOfProfiles = values.kind == .shopperProfileID
    var place = text.firstPlace
    while place.lineStart < text.bytes.count {
      if isOfProfiles {
        values.append(fromLine: place.line) {
          guard let (id, next) = Self.plainIdentifier(in: text, at: place.lineStart) else { return nil }
          place = ListPlace(line: place.line + 1, lineStart: next)
          return id
        }
      }
      if place.lineStart < text.bytes.count {
        if !isChecked, let (problem, offset) = ListTextCheck.problem(in: text, from: place.lineStart) {
          return .notText(problem, offset: offset)
        }
        isChecked = true
        let end = text.lineFeed(from: place.lineStart)
        readLine(text, place.lineStart..<end, at: place, problems: &problems)
        place = ListPlace(line: place.line + 1, lineStart: end + 1)
      }
    }
    return .upTo(place)
  }

  /// An id that is a whole line, and where the next line begins.
  @inline(__always)
  private static func plainIdentifier(in text: ListBytes, at offset: Int) -> (UUIDBits, next: Int)? {
    var end = offset + UUIDBits.textLength
    guard end < text.bytes.count else { return nil }
    if text.bytes[end] == UInt8(ascii: "\r"), end + 1 < text.bytes.count { end += 1 }
    guard text.bytes[end] == UInt8(ascii: "\n"), let id = text.identifier(at: offset) else { return nil }
    return (id, end + 1)
  }

  private mutating func readLine(
    _ text: ListBytes,
    _ line: Range<Int>,
    at place: ListPlace,
    problems: inout ListProblems
  ) {
    let value = Self.value(of: line, in: text)
    if value.isEmpty { return }
    if values.append(UnsafeBufferPointer(rebasing: text.bytes[value]), line: place.line) { return }
    let isShown = values.kind != .email && !text.bytes[line].contains(UInt8(ascii: "@"))
    problems.addRow(
      (
        .badValue(values.kind, isShown ? text.text(value) : nil),
        text.range(value, at: place, file: file),
        sourceLine: isShown ? text.line(place) : nil
      )
    )
  }

  /// What stands in a line besides blanks and a comment.
  private static func value(of line: Range<Int>, in text: ListBytes) -> Range<Int> {
    var line = line
    if line.upperBound > line.lowerBound, text.bytes[line.upperBound - 1] == UInt8(ascii: "\r") {
      line = line.lowerBound..<line.upperBound - 1
    }
    // A `#` inside a value belongs to it, as in an address.
    let comment = line.first { index in
      text.bytes[index] == UInt8(ascii: "#") && (index == line.lowerBound || ListBytes.isBlank(text.bytes[index - 1]))
    }
    return text.trimmed(line.lowerBound..<(comment ?? line.upperBound))
  }
}
