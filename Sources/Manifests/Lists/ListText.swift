import Diagnostics
import SegmentModel

/// The bytes of a list, or of whole lines of it, which end at LF or CR LF.
///
/// Valid only inside the closure that lends the buffer.
struct ListText {
  struct Place {
    /// The number of the line, from 1.
    var line: Int
    /// The offset of its first byte.
    var lineStart: Int
  }

  /// A byte order mark, which Excel writes, is no part of the text.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Longer lines are not shown.
  private static let maximumShownLine = 400

  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the text begins, after a byte order mark.
  let start: Int
  /// What problems call the file.
  private let file: String
  /// The number of the line that the bytes begin with.
  private let firstLine: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, of file: String, firstLine: Int = 1) {
    self.bytes = bytes
    self.file = file
    self.firstLine = firstLine
    start = firstLine == 1 && bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }

  var firstPlace: Place { Place(line: firstLine, lineStart: start) }

  // MARK: Checks

  /// The first problem of the bytes as a text in UTF-8, and the offset of the byte that has it; `nil` for text.
  ///
  /// `isLast` says that no lines follow: then the last one must end.
  func problem(isLast: Bool) -> (problem: MemberListProblem, offset: Int)? {
    if start == bytes.count { return nil }
    // The byte order marks of UTF-16; those of UTF-32 begin with one of them or with zeros.
    if firstLine == 1 && (bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])) {
      return (.notText(.wideCharacters), 0)
    }
    if let offset = firstBadByte { return (.notText(bytes[offset] == 0 ? .zeroByte : .invalidUTF8), offset) }
    return isLast && bytes.last != UInt8(ascii: "\n") ? (.cutOff, bytes.count - 1) : nil
  }

  /// The first byte that is zero or part of no character.
  private var firstBadByte: Int? {
    if !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil { return nil }
    var offset = 0
    var rest = bytes.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      if scalar == "\0" { return offset }
      offset += UTF8.width(scalar)
    }
    return offset < bytes.count ? offset : nil
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

  // MARK: Texts

  /// The bytes without blanks and tabs around them.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, bytes[lower].isBlank { lower += 1 }
    while lower < upper, bytes[upper - 1].isBlank { upper -= 1 }
    return lower..<upper
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether a line of values of this kind may be shown: addresses never leave the file.
  func mayShow(_ place: Place, of kind: MemberListKind) -> Bool {
    kind != .email && !bytes[place.lineStart..<lineFeed(from: place.lineStart)].contains(UInt8(ascii: "@"))
  }

  /// A line without its end; `nil` when it is too long to be shown.
  func line(_ place: Place) -> String? {
    let end = endOfLine(place)
    return end - place.lineStart <= Self.maximumShownLine ? text(place.lineStart..<end) : nil
  }

  // MARK: Places

  /// The first line feed at or after an offset; the end of the bytes when there is none.
  func lineFeed(from offset: Int) -> Int { bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

  /// The line of an offset.
  ///
  /// O(bytes before it).
  func place(of offset: Int) -> Place {
    var place = firstPlace
    var next = lineFeed(from: start)
    while next < offset {
      place = Place(line: place.line + 1, lineStart: next + 1)
      next = lineFeed(from: next + 1)
    }
    return place
  }

  /// The range in the file of these bytes, which begin in the line of the place; it ends with that line at the latest.
  func range(_ range: Range<Int>, at place: Place) -> SourceRange {
    let end = min(range.upperBound, max(endOfLine(place), range.lowerBound))
    let column = columns(place.lineStart..<range.lowerBound) + 1
    return SourceRange(
      file: file,
      start: SourcePosition(line: place.line, column: column),
      end: SourcePosition(line: place.line, column: column + max(columns(range.lowerBound..<end), 1))
    )
  }

  private func endOfLine(_ place: Place) -> Int {
    let end = lineFeed(from: place.lineStart)
    return end > place.lineStart && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  private func columns(_ range: Range<Int>) -> Int { bytes[range].count { !UTF8.isContinuation($0) } }
}
