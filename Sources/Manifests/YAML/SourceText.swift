import Diagnostics

/// The text of a manifest with its lines, so that a problem can be shown where it stands.
///
/// Lines end where YAML 1.1 ends them: at LF, CR, CR LF, NEL, LS and PS. libyaml counts in the same way.
struct SourceText: Sendable {
  /// The file as the user named it.
  let file: String
  /// The text in UTF-8, without a byte order mark.
  let bytes: [UInt8]

  init(file: String, bytes: [UInt8]) {
    self.file = file
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  /// The range of this many columns of one line.
  func range(at position: SourcePosition, columns: Int) -> SourceRange {
    SourceRange(
      file: file,
      start: position,
      end: SourcePosition(line: position.line, column: position.column + columns)
    )
  }

  /// The lines with these numbers, which count from 1, without their ends.
  ///
  /// O(bytes), however many are asked for.
  ///
  /// A line that is not UTF-8 has replacement characters; one that does not exist is left out.
  func lines(_ numbers: Set<Int>) -> [Int: String] {
    var lines: [Int: String] = [:]
    guard let last = numbers.max() else { return lines }
    var number = 1
    var start = 0
    while number <= last {
      let end = endOfLine(from: start)
      if numbers.contains(number) { lines[number] = String(decoding: bytes[start..<end.content], as: UTF8.self) }
      guard end.content < bytes.count else { break }
      start = end.next
      number += 1
    }
    return lines
  }

  /// The line and column of a byte; a byte inside a character is where the character is.
  func position(ofByte offset: Int) -> SourcePosition {
    var line = 1
    var start = 0
    while true {
      let end = endOfLine(from: start)
      if offset < end.next || end.content >= bytes.count { break }
      line += 1
      start = end.next
    }
    let before = bytes[start..<min(max(offset, start), bytes.count)]
    let column = before.count { !UTF8.isContinuation($0) } + 1
    return SourcePosition(line: line, column: column)
  }

  /// The byte at a position; behind the last one of the line when the line is shorter.
  ///
  /// O(bytes).
  func offset(of position: SourcePosition) -> Int {
    var start = 0
    for _ in 1..<max(position.line, 1) {
      let end = endOfLine(from: start)
      if end.next == end.content { return bytes.count }
      start = end.next
    }
    let end = endOfLine(from: start).content
    var column = 1
    var index = start
    while index < end && column < position.column {
      index += 1
      while index < end && UTF8.isContinuation(bytes[index]) { index += 1 }
      column += 1
    }
    return index
  }

  /// Where the content of the line that starts here ends, and where the next line starts.
  private func endOfLine(from start: Int) -> (content: Int, next: Int) {
    var index = start
    while index < bytes.count {
      let length = lengthOfBreak(at: index)
      if length > 0 { return (index, index + length) }
      index += 1
    }
    return (index, index)
  }

  /// How many bytes the line break here has; 0 where there is none.
  private func lengthOfBreak(at index: Int) -> Int {
    switch bytes[index] {
    case 0x0A: 1
    case 0x0D: hasBytes(0x0A, at: index + 1) ? 2 : 1
    case 0xC2: hasBytes(0x85, at: index + 1) ? 2 : 0
    case 0xE2: hasBytes(0x80, at: index + 1) && (hasBytes(0xA8, at: index + 2) || hasBytes(0xA9, at: index + 2)) ? 3 : 0
    default: 0
    }
  }

  private func hasBytes(_ byte: UInt8, at index: Int) -> Bool { index < bytes.count && bytes[index] == byte }
}
