import Diagnostics

/// A page of Markdown that grows piece by piece up to its limit.
///
/// Lengths are in UTF-8 bytes: no renderer counts more characters than that.
struct MarkdownPage {
  /// Enough for every line that says what was cut, and for the last line.
  private static let reserve = 600
  /// The maximum length of a problem's summary, and of the advice below it, in scalars.
  static let maximumText = 400

  let limit: Int
  private(set) var text = ""
  private var length = 0

  init(limit: Int) { self.limit = limit }

  /// How many more bytes fit, apart from the reserve.
  var room: Int { max(0, limit - length - Self.reserve) }

  /// Adds a piece if it fits, and says whether it did.
  @discardableResult
  mutating func append(_ piece: String, fromReserve: Bool = false) -> Bool {
    let added = piece.utf8.count
    guard length + added + (fromReserve ? 0 : Self.reserve) <= limit else { return false }
    text += piece
    length += added
    return true
  }

  /// Adds a table with as many rows as fit and counts the others; says whether all of them fit.
  ///
  /// The head is the first two lines, with line breaks around them; each row ends with a line break.
  mutating func append(head: String, rows: [String], of noun: String) -> Bool {
    guard !rows.isEmpty else { return true }
    let shown = append(head) ? rows.prefix { append($0) }.count : 0
    if shown == rows.count { return true }
    let rest = rows.count - shown
    let words = shown == 0 ? Quantity.of(rest, noun) : "… and \(Quantity.of(rest, "more \(noun)"))"
    append("\n\(words), not shown here.\n", fromReserve: true)
    return false
  }

  /// Adds a list with as many items as fit and counts the others.
  mutating func append(_ items: some Collection<String>, of noun: String) {
    guard !items.isEmpty else { return }
    append("\n", fromReserve: true)
    let shown = items.prefix { append("- \($0)\n") }.count
    let rest = items.count - shown
    if rest > 0 { append("- … and \(Quantity.of(rest, "more \(noun)"))\n", fromReserve: true) }
  }

  /// Adds the problems, errors first.
  mutating func append(_ problems: [Diagnostic]) { append(problems.errorsFirst.lazy.map(Self.item), of: "problem") }

  private static func item(_ problem: Diagnostic) -> String {
    let place = problem.range.map { " \(MarkdownText.code("\($0)"))" } ?? ""
    let suggestion = problem.suggestion.map { "; did you mean \(MarkdownText.code($0))?" } ?? ""
    let summary = MarkdownText.escaped(problem.summary, atMost: maximumText)
    let advice = problem.detail.map(Self.advice) ?? ""
    return "**\(problem.severity == .error ? "Error" : "Warning")**\(place): \(summary)\(suggestion)\(advice)"
  }

  /// What to do, on one line: sentences as text, indented commands as code.
  private static func advice(_ detail: String) -> String {
    var parts: [String] = []
    var length = 0
    for line in detail.split(separator: "\n") {
      length += line.unicodeScalars.count
      if length > maximumText { return "<br>" + (parts + ["…"]).joined(separator: " ") }
      let isCommand = line.hasPrefix("    ")
      let text = String(line.drop { $0 == " " })
      parts.append(isCommand ? MarkdownText.code(text) : MarkdownText.escaped(text))
    }
    return parts.isEmpty ? "" : "<br>" + parts.joined(separator: " ")
  }
}
