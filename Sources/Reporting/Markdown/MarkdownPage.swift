/// A page of Markdown that grows piece by piece and never beyond its limit.
///
/// Lengths are counted in UTF-8 bytes: no renderer's count of characters is larger.
struct MarkdownPage {
  /// The most bytes that the page may have.
  let limit: Int
  private(set) var text = ""
  /// The bytes so far.
  private(set) var length = 0

  init(limit: Int) { self.limit = limit }

  /// Adds the piece, or nothing when it would leave fewer than `reserve` bytes.
  ///
  /// - Returns: Whether it was added.
  @discardableResult
  mutating func append(_ piece: String, reserving reserve: Int = 0) -> Bool {
    let added = piece.utf8.count
    guard length + added + reserve <= limit else { return false }
    text += piece
    length += added
    return true
  }

  /// How many more bytes fit beside a reserve, 0 or more.
  func room(reserving reserve: Int) -> Int { max(0, limit - length - reserve) }

  /// Adds a table with as many rows as fit, and says how many do not.
  ///
  /// - Parameters:
  ///   - head: Its first two lines, with line breaks around them.
  ///   - rows: Lines with a line break each.
  ///   - noun: What a row is about: `segment`.
  ///   - reserve: The bytes to leave.
  /// - Returns: Whether all rows fit.
  @discardableResult
  mutating func append(head: String, rows: [String], of noun: String, reserving reserve: Int) -> Bool {
    guard !rows.isEmpty else { return true }
    var shown = 0
    if append(head, reserving: reserve) { shown = rows.prefix { append($0, reserving: reserve) }.count }
    if shown == rows.count { return true }
    let more = shown == 0 ? "" : "more "
    append("\n\(shown == 0 ? "" : "… and ")\(Quantity.of(rows.count - shown, "\(more)\(noun)")), not shown here.\n")
    return false
  }
}
