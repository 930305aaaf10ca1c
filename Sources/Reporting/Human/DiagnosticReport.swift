package import Diagnostics

/// Diagnostics as a person reads them, in the form that editors and terminals turn into links: `file:line:column:
/// error: …`.
package struct DiagnosticReport: Sendable {
  let style: TextStyle

  package init(style: TextStyle) { self.style = style }

  /// The problems in the given order with blank lines between them and a line break at the end; empty without problems.
  package func text(_ diagnostics: some Sequence<Diagnostic>) -> String {
    let blocks = diagnostics.map(block)
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
  }

  private func block(_ diagnostic: Diagnostic) -> String {
    let severity =
      switch diagnostic.severity {
      case .error: style.error("error:")
      case .warning: style.warning("warning:")
      }
    let place = diagnostic.range.map { style.strong(VisibleText.of("\($0):")) + " " } ?? ""
    var lines = ["\(place)\(severity) \(style.strong(diagnostic.visibleSummary))"]
    if let range = diagnostic.range, let sourceLine = diagnostic.sourceLine {
      lines += SourceExcerpt(range: range, line: sourceLine).lines(style, diagnostic.severity)
    }
    if let detail = diagnostic.detail {
      lines += detail.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.isEmpty ? "" : "  " + VisibleText.of(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// How many there are of each severity: `8 errors, 1 warning`.
  package static func count(of diagnostics: some Sequence<Diagnostic>) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    var parts: [String] = []
    if errors > 0 { parts.append(Quantity.of(errors, "error")) }
    if warnings > 0 { parts.append(Quantity.of(warnings, "warning")) }
    return parts.joined(separator: ", ")
  }
}

extension Diagnostic {
  /// The summary, with what the user may have meant.
  var visibleSummary: String {
    VisibleText.of(summary) + (suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? "")
  }

  /// The summary, and the detail on the lines below it.
  var visibleText: String { visibleSummary + (detail.map { "\n" + VisibleText.lines(of: $0) } ?? "") }
}

extension Sequence<Diagnostic> {
  /// Errors before warnings, otherwise in the same order.
  var errorsFirst: [Diagnostic] { filter { $0.severity == .error } + filter { $0.severity == .warning } }
}

/// A line of a file with a caret under the place of a problem.
struct SourceExcerpt {
  /// Longer lines show only the part around the place.
  private static let maximumWidth = 120

  let range: SourceRange
  let line: String

  /// The line with its number, and below it the caret, in the same column whatever the width of the characters before.
  func lines(_ style: TextStyle, _ severity: Diagnostic.Severity = .error) -> [String] {
    let scalars = Array(line.unicodeScalars)
    let start = min(max(range.start.column - 1, 0), scalars.count)
    let end = range.end.line == range.start.line ? min(max(range.end.column - 1, start), scalars.count) : scalars.count
    let width = Self.maximumWidth
    let first = scalars.count > width ? max(0, min(start - width / 3, scalars.count - width)) : 0
    let last = min(scalars.count, first + width)

    // A tab becomes one blank, so that a column of the line is a column of the screen.
    let texts = VisibleText.shown(scalars).enumerated().map { scalars[$0.offset] == "\t" ? " " : $0.element }
    let widths = zip(scalars, texts).map(Self.width)
    let shown = texts[first..<last].joined()
    let before = widths[first..<min(start, last)].reduce(first > 0 ? 1 : 0, +)
    let marked = widths[min(start, last)..<min(end, last)].reduce(0, +)
    let number = String(range.start.line)
    let gutter = String(repeating: " ", count: number.count)
    let caret = "^" + String(repeating: "~", count: max(0, marked - 1))
    return [
      "  \(style.faint("\(number) |")) \(first > 0 ? "…" : "")\(shown)\(last < scalars.count ? "…" : "")",
      "  \(style.faint("\(gutter) |")) \(String(repeating: " ", count: before))\(severity == .error ? style.error(caret) : style.warning(caret))",
    ]
  }

  /// How many columns a terminal gives a scalar: none to marks on the scalar before, two to wide East Asian ones.
  private static func width(_ scalar: Unicode.Scalar, shown: String) -> Int {
    if shown != String(scalar) { return shown.unicodeScalars.count }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
