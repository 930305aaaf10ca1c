/// A line of a list.
struct ListPlace: Hashable, Sendable {
  /// The number of the line, from 1.
  var line: Int
  /// The offset of its first byte.
  var lineStart: Int
}
