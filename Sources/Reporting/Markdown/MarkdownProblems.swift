import Diagnostics

/// Warnings, errors and guardrails as a list.
struct MarkdownProblems {
  /// The most scalars of a summary, and of the advice below it.
  static let longestText = 400

  let problems: [Diagnostic]

  /// Adds as many as fit, errors first, and says how many do not.
  func append(to page: inout MarkdownPage, reserving reserve: Int) {
    let sorted = problems.filter { $0.severity == .error } + problems.filter { $0.severity == .warning }
    MarkdownList(items: sorted.lazy.map(Self.item), noun: "problem", nouns: "problems")
      .append(to: &page, reserving: reserve)
  }

  private static func item(_ problem: Diagnostic) -> String {
    let place = problem.range.map { " \(MarkdownText.code("\($0)"))" } ?? ""
    let suggestion = problem.suggestion.map { "; did you mean \(MarkdownText.code($0))?" } ?? ""
    let summary = MarkdownText.escaped(problem.summary, atMost: longestText)
    let advice = problem.detail.map(Self.advice) ?? ""
    return "**\(problem.severity == .error ? "Error" : "Warning")**\(place): \(summary)\(suggestion)\(advice)"
  }

  /// What to do, on one line: sentences as they are, indented commands as code.
  private static func advice(_ detail: String) -> String {
    var parts: [String] = []
    var length = 0
    for line in detail.split(separator: "\n") {
      length += line.unicodeScalars.count
      if length > longestText { return "<br>" + (parts + ["…"]).joined(separator: " ") }
      let isCommand = line.hasPrefix("    ")
      let text = String(line.drop { $0 == " " })
      parts.append(isCommand ? MarkdownText.code(text) : MarkdownText.escaped(text))
    }
    return parts.isEmpty ? "" : "<br>" + parts.joined(separator: " ")
  }
}

/// A list of which as many items are shown as fit.
struct MarkdownList<Items: Collection<String>> {
  let items: Items
  /// What one item is about, and what several are.
  let noun: String
  let nouns: String

  /// Adds as many items as fit and says how many do not.
  func append(to page: inout MarkdownPage, reserving reserve: Int) {
    guard !items.isEmpty else { return }
    page.append("\n")
    var shown = 0
    for item in items {
      guard page.append("- \(item)\n", reserving: reserve) else { break }
      shown += 1
    }
    let cut = items.count - shown
    if cut > 0 { page.append("- … and \(Quantity.number(cut)) more \(cut == 1 ? noun : nouns)\n") }
  }
}
