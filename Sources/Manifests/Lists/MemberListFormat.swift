/// How a list is written, which its name tells.
struct MemberListFormat: Hashable, Sendable {
  enum Layout: Hashable, Sendable {
    /// RFC 4180 with a header.
    case csv
    /// One value a line.
    case text
  }

  let layout: Layout
  /// Whether the bytes are packed with gzip.
  let isPacked: Bool

  /// `.gz` says that the file is packed, `.csv` before it that it is CSV; every other name is one of plain text.
  ///
  /// Letters may be of any case.
  init(path: String) {
    var name = path.lowercased()[...]
    isPacked = name.hasSuffix(".gz")
    if isPacked { name = name.dropLast(3) }
    layout = name.hasSuffix(".csv") ? .csv : .text
  }
}
