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
  init(file: String, request: MemberListRequest) {
    self.file = file
    unknownColumn = request.column
    values = ListMembers(kind: request.kind ?? .shopperProfileID)
  }

  mutating func read(_ text: ListBytes, isLast: Bool, problems: inout ListProblems) -> ListReading {
    if let unknownColumn {
      problems.add(.columnOfText(unknownColumn))
      return .refused
    }
    var place = text.firstPlace
    while place.lineStart < text.bytes.count {
      let end = text.lineFeed(from: place.lineStart)
      readLine(text, place.lineStart..<end, at: place, problems: &problems)
      place = ListPlace(line: place.line + 1, lineStart: end + 1)
    }
    return .upTo(place)
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
    if let hidden = text.hiddenCharacter(in: value) {
      let range = text.range(hidden.range, at: place, file: file)
      problems.addRow((.hiddenCharacter(hidden.character, in: values.kind), range, sourceLine: isShown ? text.line(place) : nil))
      return
    }
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
