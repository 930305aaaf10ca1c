import Diagnostics
import SegmentModel

/// The bytes of a list, whose lines end at LF or CR LF.
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

  /// The first reason why the bytes are not whole lines of UTF-8, and the offset of the byte that shows it.
  var problem: (problem: ManifestProblem, offset: Int)? {
    // The byte order marks of UTF-16. Those of UTF-32 begin with one of them or with zeros.
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return (.listNotText("it is UTF-16 or UTF-32"), 0)
    }
    if let offset = firstBadByte {
      return (.listNotText(bytes[offset] == 0 ? "it has a zero byte" : "this byte is not part of a character"), offset)
    }
    return bytes.last == UInt8(ascii: "\n") ? nil : (.listCutOff, bytes.count - 1)
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

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether a line of values of this kind may be shown: email addresses never leave the file.
  func mayShow(_ place: Place, of kind: MemberListKind) -> Bool {
    kind != .email && !bytes[place.lineStart..<lineFeed(from: place.lineStart)].contains(UInt8(ascii: "@"))
  }

  /// A line without its end; `nil` when it is too long to be shown.
  func line(_ place: Place) -> String? {
    let end = endOfLine(place)
    return end - place.lineStart <= Self.maximumShownLine ? text(place.lineStart..<end) : nil
  }

  // MARK: Places

  /// The first line feed at or after an offset, or the end of the bytes.
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

  /// The range in the file of these bytes, which begin in the line of the place; it is cut at the end of that line.
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
