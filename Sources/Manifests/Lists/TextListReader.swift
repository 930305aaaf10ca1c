import SegmentModel

/// Reads a plain text: one value a line, blanks around it ignored, and comments that a `#` begins.
struct TextListReader: ListLayoutReader {
  /// The column of a CSV file that the manifest names by mistake.
  private let unknownColumn: String?
  private var values: MemberListFile

  var file: MemberListFile? { values }

  init(path: String, request: MemberListRequest) {
    unknownColumn = request.column
    values = MemberListFile(path: path, kind: request.kind ?? .shopperProfileID)
  }

  mutating func read(_ text: ListText, isLast: Bool, problems: MemberListProblems) -> ListText.Place? {
    if let unknownColumn {
      problems.add(.columnOfText(unknownColumn))
      return nil
    }
    var place = text.firstPlace
    while place.lineStart < text.bytes.count {
      let end = text.lineFeed(from: place.lineStart)
      let value = Self.value(of: place.lineStart..<end, in: text)
      if !value.isEmpty, !values.append(UnsafeBufferPointer(rebasing: text.bytes[value]), line: place.line) {
        problems.addValue(value, of: values.kind, in: text, at: place, isShown: text.mayShow(place, of: values.kind))
      }
      place = ListText.Place(line: place.line + 1, lineStart: end + 1)
    }
    return place
  }

  /// What stands in a line besides blanks and a comment.
  private static func value(of line: Range<Int>, in text: ListText) -> Range<Int> {
    var line = line
    if line.upperBound > line.lowerBound, text.bytes[line.upperBound - 1] == UInt8(ascii: "\r") {
      line = line.lowerBound..<line.upperBound - 1
    }
    // A `#` inside a value belongs to it, as in an address.
    let comment = line.first { index in
      text.bytes[index] == UInt8(ascii: "#") && (index == line.lowerBound || text.bytes[index - 1].isBlank)
    }
    return text.trimmed(line.lowerBound..<(comment ?? line.upperBound))
  }
}
