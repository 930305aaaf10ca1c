/// Why packed bytes are not unpacked: facts; `MemberListMessages.swift` has the words.
enum GzipProblem: Error, Hashable, Sendable {
  /// The bytes do not begin as gzip's do.
  case notPacked
  /// The data ends before its end.
  case cutOff
  /// The data or its checksum is wrong; zlib's own words.
  case corrupt(String)
  /// Something else stands behind the packed data.
  case trailingBytes(Int)
  /// More bytes come out than a list may have.
  case tooLarge(limit: Int)
  /// More bytes come out of few than any list has.
  case bomb(growth: Int)
  /// There is no memory for zlib.
  case outOfMemory
}
