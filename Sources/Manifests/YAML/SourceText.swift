import Diagnostics

/// The text of a manifest and its lines.
///
/// Lines end where YAML 1.1 and libyaml end them: at LF, CR, CR LF, NEL, LS and PS.
struct SourceText: Sendable {
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
    SourceRange(file: file, start: position, end: SourcePosition(line: position.line, column: position.column + columns))
  }

  /// The existing lines with these numbers, counted from 1, without their ends.
  ///
  /// O(bytes).
  ///
  /// What is not UTF-8 becomes replacement characters.
  func lines(_ numbers: Set<Int>) -> [Int: String] {
    if numbers.isEmpty { return [:] }
    let lines = lines
    let known = numbers.filter { lines.indices.contains($0 - 1) }
    return Dictionary(uniqueKeysWithValues: known.map { ($0, String(decoding: bytes[lines[$0 - 1]], as: UTF8.self)) })
  }

  /// The line and column of a byte.
  ///
  /// O(bytes).
  func position(ofByte offset: Int) -> SourcePosition {
    let lines = lines
    let line = lines.lastIndex { $0.lowerBound <= offset } ?? 0
    let before = bytes[lines[line].lowerBound..<min(max(offset, lines[line].lowerBound), bytes.count)]
    return SourcePosition(line: line + 1, column: before.count { !UTF8.isContinuation($0) } + 1)
  }

  /// The byte at a position, or the end of the line if that is shorter.
  ///
  /// O(bytes).
  func offset(of position: SourcePosition) -> Int {
    let lines = lines
    guard position.line <= lines.count else { return bytes.count }
    let line = lines[max(position.line, 1) - 1]
    var cursor = CodePointCursor(bytes: bytes, from: line.lowerBound)
    return min(cursor.byte(ofCodePoint: max(position.column, 1) - 1), line.upperBound)
  }

  /// The content of each line; at least one.
  var lines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, index) = (0, 0)
    while index < bytes.count {
      let length = lengthOfBreak(at: index)
      if length > 0 {
        lines.append(start..<index)
        start = index + length
      }
      index += max(length, 1)
    }
    return lines + [start..<bytes.count]
  }

  /// The length of the line break at an index; 0 without one.
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

/// Finds the byte at which a code point begins, because libyaml counts code points.
///
/// Starts at the last answer, so that questions in the order of the text take linear time in all.
struct CodePointCursor {
  private let bytes: [UInt8]
  private var byte: Int
  private var codePoint = 0

  /// Code point 0 begins at the byte `start`.
  init(bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    byte = start
  }

  /// The byte at which a code point, counted from 0, begins; at most the end of the text.
  mutating func byte(ofCodePoint wanted: Int) -> Int {
    while codePoint < wanted, byte < bytes.count {
      byte += 1
      while byte < bytes.count, UTF8.isContinuation(bytes[byte]) { byte += 1 }
      codePoint += 1
    }
    while codePoint > wanted, byte > 0 {
      byte -= 1
      while byte > 0, UTF8.isContinuation(bytes[byte]) { byte -= 1 }
      codePoint -= 1
    }
    return byte
  }
}
