import SegmentModel

/// The lines of a text, counted from 0.
struct LineTable: Sendable {
  let bytes: [UInt8]
  private let lines: [Range<Int>]

  /// `nil` when a line ends otherwise than with LF or CR LF.
  ///
  /// YAML 1.1 has other line ends, which few programs know.
  init?(_ bytes: [UInt8], lines: [Range<Int>]) {
    for (end, next) in zip(lines.lazy.map(\.upperBound), lines.dropFirst().lazy.map(\.lowerBound)) {
      guard bytes[end] == UInt8(ascii: "\n") || bytes[end] == UInt8(ascii: "\r") && next == end + 2 else { return nil }
    }
    self.bytes = bytes
    self.lines = lines.last?.lowerBound == bytes.count ? lines.dropLast() : lines
  }

  var count: Int { lines.count }

  func start(_ line: Int) -> Int { lines[line].lowerBound }

  func content(_ line: Int) -> ArraySlice<UInt8> { bytes[lines[line]] }

  /// The line from a byte of it on.
  func rest(of line: Int, from byte: Int) -> ArraySlice<UInt8> {
    let content = content(line)
    return content[min(max(byte, content.startIndex), content.endIndex)...]
  }

  func indentation(_ line: Int) -> Int { content(line).prefix { $0 == UInt8(ascii: " ") }.count }
}

extension ArraySlice<UInt8> {
  /// Without spaces and tabs at both ends.
  var trimmed: ArraySlice<UInt8> { trimmingEnd.drop { $0.isBlank } }

  /// Without spaces and tabs at the end.
  var trimmingEnd: ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, self[end - 1].isBlank { end -= 1 }
    return self[startIndex..<end]
  }
}
