import SegmentModel

/// Reads a plain text: one value a line, blanks around it ignored, and comments that a `#` begins.
struct TextListReader {
  private let text: ListBytes
  private let file: String
  private var members: ListMembers

  init(_ text: ListBytes, file: String, kind: MemberListKind) {
    self.text = text
    self.file = file
    members = ListMembers(kind: kind, byteCount: text.bytes.count)
  }

  /// Reads all lines, the last of which must end.
  mutating func read(problems: inout ListProblems) -> ListMembers {
    let isOfProfiles = members.kind == .shopperProfileID
    var place = ListPlace(line: 1, lineStart: text.start)
    while place.lineStart < text.bytes.count {
      if isOfProfiles, let (id, next) = plainIdentifier(at: place.lineStart) {
        members.append(ShopperProfileID(bits: id), line: place.line)
        place.lineStart = next
      } else {
        let end = text.lineFeed(from: place.lineStart)
        readLine(place.lineStart..<end, at: place, problems: &problems)
        place.lineStart = end + 1
      }
      place.line += 1
    }
    return members
  }

  /// An id that is a whole line, and where the next line begins.
  @inline(__always)
  private func plainIdentifier(at offset: Int) -> (UUIDBits, next: Int)? {
    var end = offset + UUIDBits.textLength
    guard end < text.bytes.count else { return nil }
    if text.bytes[end] == UInt8(ascii: "\r"), end + 1 < text.bytes.count { end += 1 }
    guard text.bytes[end] == UInt8(ascii: "\n"), let id = text.identifier(at: offset) else { return nil }
    return (id, end + 1)
  }

  private mutating func readLine(_ line: Range<Int>, at place: ListPlace, problems: inout ListProblems) {
    let value = value(of: line)
    if value.isEmpty { return }
    if members.append(UnsafeBufferPointer(rebasing: text.bytes[value]), line: place.line) { return }
    let isShown = members.kind != .email && !text.bytes[line].contains(UInt8(ascii: "@"))
    problems.addRow(
      (
        .badValue(members.kind, isShown ? text.text(value) : nil),
        text.range(value, at: place, file: file),
        sourceLine: isShown ? text.line(place) : nil
      )
    )
  }

  /// What stands in a line besides blanks and a comment.
  private func value(of line: Range<Int>) -> Range<Int> {
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
