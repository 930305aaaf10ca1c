/// What a list may demand of the reader.
struct MemberListLimits: Sendable {
  /// Bytes of a file, and of what a packed one holds: some 13 million ids.
  var bytes = 512 << 20
  /// Packed data that grows by more than this factor is a bomb: real lists grow by 2 to 20, and gzip's highest factor is 1,032.
  var growth = 200
  /// Growth is judged only after this many bytes: a short text of one letter may grow as it likes.
  var bytesBeforeGrowthCounts = 4 << 20
  /// Bad rows of one file that are shown; of more there is a count.
  var shownRows = 20

  /// Bytes that are read at a time, a little less than a processor keeps near; rows that are longer get more.
  var pieceBytes = 256 << 10

  static let standard = MemberListLimits()
}
