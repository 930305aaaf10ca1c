import Diagnostics
import SegmentModel

/// The bytes of a list, whose lines end at LF, CR or CR LF.
///
/// Valid only inside the closure that lends the buffer.
struct ListText {
  struct Place {
    /// The number of the line, from 1.
    var line: Int
    /// The offset of its first byte.
    var lineStart: Int
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Longer lines are not shown in messages.
  private static let maximumShownLine = 400

  let file: String
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the text begins: after a byte order mark, which Excel writes.
  let start: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, of file: String) {
    self.file = file
    self.bytes = bytes
    start = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }

  var firstPlace: Place { Place(line: 1, lineStart: start) }

  // MARK: Checks

  /// The first reason why the bytes are not UTF-8, and the offset of the byte that shows it.
  var problem: (problem: ManifestProblem, offset: Int)? {
    guard let offset = firstBadByte else { return nil }
    if bytes[offset] != 0 { return (.listNotText("this byte is not part of a character"), offset) }
    // Every second byte of an ASCII text in UTF-16 is zero.
    let isUTF16 = [0, 1].contains { first in bytes.count > first + 2 && bytes[first] == 0 && bytes[first + 2] == 0 }
    return (.listNotText(isUTF16 ? "it is UTF-16 without a byte order mark" : "it has a zero byte"), offset)
  }

  /// The first byte that is zero or not part of a character.
  private var firstBadByte: Int? {
    // Without the shortcut for ASCII, a long list would be copied only to be checked.
    if !bytes.contains(0) && (bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil) { return nil }
    var offset = 0
    var rest = bytes.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      if scalar == "\0" { return offset }
      offset += UTF8.width(scalar)
    }
    return offset < bytes.count ? offset : nil
  }

  /// The first invisible character of the bytes and its range.
  func hiddenCharacter(in range: Range<Int>) -> (character: Unicode.Scalar, range: Range<Int>)? {
    let value = text(range)
    guard let character = HiddenCharacters.first(in: value), let index = value.unicodeScalars.firstIndex(of: character) else {
      return nil
    }
    let start = range.lowerBound + value.utf8.distance(from: value.startIndex, to: index)
    return (character, start..<start + UTF8.width(character))
  }

  // MARK: Texts

  /// The range without blanks at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, bytes[lower].isBlank { lower += 1 }
    while lower < upper, bytes[upper - 1].isBlank { upper -= 1 }
    return lower..<upper
  }

  /// Whether a range has nothing but blanks and other spaces, such as U+00A0.
  func isBlank(_ range: Range<Int>) -> Bool {
    let rest = trimmed(range)
    guard let first = rest.first, bytes[first] >= 0x80 else { return rest.isEmpty }
    return text(rest).unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether a line of values of this kind may be shown: email addresses never leave the file.
  func mayShow(_ place: Place, of kind: MemberListKind) -> Bool {
    kind != .email && !bytes[place.lineStart..<endOfLine(from: place.lineStart)].contains(UInt8(ascii: "@"))
  }

  /// A line without its end; `nil` when it is too long to be shown.
  func line(_ place: Place) -> String? {
    let end = endOfLine(from: place.lineStart)
    return end - place.lineStart <= Self.maximumShownLine ? text(place.lineStart..<end) : nil
  }

  // MARK: Places

  /// The first line break at or after an offset, or the end of the bytes.
  func endOfLine(from offset: Int) -> Int { bytes[offset...].firstIndex { $0.isLineBreak } ?? bytes.count }

  /// Where the next line begins after the line break at an offset.
  func nextLine(after end: Int) -> Int {
    let isPair = end + 1 < bytes.count && bytes[end] == UInt8(ascii: "\r") && bytes[end + 1] == UInt8(ascii: "\n")
    return end + (isPair ? 2 : 1)
  }

  /// The line of an offset.
  ///
  /// O(bytes before it).
  func place(of offset: Int) -> Place {
    var place = firstPlace
    var next = nextLine(after: endOfLine(from: start))
    while next <= offset {
      place = Place(line: place.line + 1, lineStart: next)
      next = nextLine(after: endOfLine(from: next))
    }
    return place
  }

  /// The range in the file of these bytes, which begin in the line of the place; it is cut at the end of that line.
  func range(_ range: Range<Int>, at place: Place) -> SourceRange {
    let end = min(range.upperBound, max(endOfLine(from: place.lineStart), range.lowerBound))
    let column = columns(place.lineStart..<range.lowerBound) + 1
    return SourceRange(
      file: file,
      start: SourcePosition(line: place.line, column: column),
      end: SourcePosition(line: place.line, column: column + max(columns(range.lowerBound..<end), 1))
    )
  }

  private func columns(_ range: Range<Int>) -> Int { bytes[range].count { !UTF8.isContinuation($0) } }
}

extension UInt8 {
  var isLineBreak: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}
