import Diagnostics
import SegmentModel

/// The bytes of a list, or of whole lines of it, which end at LF or CR LF.
///
/// Valid only inside the closure that lends the buffer.
struct ListBytes {
  /// A byte order mark, which Excel writes, is no part of the text.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Longer lines are not shown.
  private static let longestShownLine = 400

  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the text begins, behind a byte order mark.
  let start: Int
  /// The number of the first line, from 1.
  let firstLine: Int

  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - firstLine: The number of the line that they begin with; only the first one of all begins with a byte order mark.
  init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int = 1) {
    self.bytes = bytes
    self.firstLine = firstLine
    start = firstLine == 1 && bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }

  /// The first line.
  var firstPlace: ListPlace { ListPlace(line: firstLine, lineStart: start) }

  /// The first line feed at or behind an offset; the end of the bytes when there is none.
  func lineFeed(from offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count && bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    return offset
  }

  /// The bytes without blanks and tabs around them.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, Self.isBlank(bytes[lower]) { lower += 1 }
    while lower < upper, Self.isBlank(bytes[upper - 1]) { upper -= 1 }
    return lower..<upper
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The line and column of an offset, and where the line begins.
  ///
  /// O(bytes before it).
  func place(of offset: Int) -> ListPlace {
    var place = firstPlace
    var next = lineFeed(from: start)
    while next < offset {
      place = ListPlace(line: place.line + 1, lineStart: next + 1)
      next = lineFeed(from: next + 1)
    }
    return place
  }

  /// The range in a file of these bytes, which begin in the line of the place; it ends with that line at the latest.
  func range(_ range: Range<Int>, at place: ListPlace, file: String) -> SourceRange {
    let end = min(range.upperBound, max(endOfLine(place), range.lowerBound))
    let column = columns(place.lineStart..<range.lowerBound) + 1
    return SourceRange(
      file: file,
      start: SourcePosition(line: place.line, column: column),
      end: SourcePosition(line: place.line, column: column + max(columns(range.lowerBound..<end), 1))
    )
  }

  /// The first character of the bytes that does not show, and its range; `nil` if all of them show.
  func hiddenCharacter(in range: Range<Int>) -> (character: Unicode.Scalar, range: Range<Int>)? {
    let value = text(range)
    guard let character = HiddenCharacters.first(in: value), let index = value.unicodeScalars.firstIndex(of: character) else {
      return nil
    }
    let start = range.lowerBound + value.utf8.distance(from: value.startIndex, to: index)
    return (character, start..<start + UTF8.width(character))
  }

  /// A line without its end; `nil` when it is too long to be shown.
  func line(_ place: ListPlace) -> String? {
    let end = endOfLine(place)
    return end - place.lineStart <= Self.longestShownLine ? text(place.lineStart..<end) : nil
  }

  private func endOfLine(_ place: ListPlace) -> Int {
    let end = lineFeed(from: place.lineStart)
    return end > place.lineStart && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  /// Every byte but the continuation bytes begins a character.
  private func columns(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0b1100_0000 != 0b1000_0000 } }
}
