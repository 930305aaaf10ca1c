/// The lines of a text, which end with LF or CR LF; counted from 0.
struct LineTable: Sendable {
  let bytes: [UInt8]
  private let starts: [Int]

  /// `nil` when a line ends otherwise: with a lone CR, with NEL, LS or PS, which YAML 1.1 takes for line breaks and hardly anybody else does.
  init?(_ bytes: [UInt8]) {
    var starts = [0]
    for index in bytes.indices {
      switch bytes[index] {
      case 0x0A: starts.append(index + 1)
      case 0x0D where index + 1 == bytes.count || bytes[index + 1] != 0x0A: return nil
      case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0x85: return nil
      case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8: return nil
      default: break
      }
    }
    if starts.last == bytes.count { starts.removeLast() }
    self.bytes = bytes
    self.starts = starts
  }

  var count: Int { starts.count }

  func start(_ line: Int) -> Int { starts[line] }

  func content(_ line: Int) -> ArraySlice<UInt8> {
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    if end > starts[line], bytes[end - 1] == 0x0A { end -= 1 }
    if end > starts[line], bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[starts[line]..<end]
  }

  /// The line from a byte of it on, without its end.
  func rest(of line: Int, from byte: Int) -> ArraySlice<UInt8> {
    let content = content(line)
    return content[min(max(byte, content.startIndex), content.endIndex)...]
  }

  func indentation(_ line: Int) -> Int { content(line).prefix { $0 == UInt8(ascii: " ") }.count }
}

extension ArraySlice<UInt8> {
  /// Without blanks and tabs at both ends.
  var trimmed: ArraySlice<UInt8> { trimmingEnd.drop { $0.isBlank } }

  /// Without blanks and tabs at the end.
  var trimmingEnd: ArraySlice<UInt8> {
    var end = endIndex
    while end > startIndex, self[end - 1].isBlank { end -= 1 }
    return self[startIndex..<end]
  }
}
