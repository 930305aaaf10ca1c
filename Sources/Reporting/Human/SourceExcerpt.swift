import Diagnostics

/// A line of a file with a caret under the place of a problem.
struct SourceExcerpt {
  /// Longer lines show a stretch around the place only.
  private static let widest = 120

  let range: SourceRange
  let line: String

  /// The line with its number, and the caret beneath, in one column with it whatever the width of the characters before.
  func lines(_ style: TextStyle, _ severity: Diagnostic.Severity = .error) -> [String] {
    let scalars = Array(line.unicodeScalars)
    let start = min(max(range.start.column - 1, 0), scalars.count)
    let end = range.end.line == range.start.line ? min(max(range.end.column - 1, start), scalars.count) : scalars.count
    let first = scalars.count > Self.widest ? max(0, min(start - Self.widest / 3, scalars.count - Self.widest)) : 0
    let last = min(scalars.count, first + Self.widest)

    // A tab as one blank, so that a column of the line is a column of the screen.
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

  /// How many columns a terminal gives a scalar: none to marks on the one before, two to East Asian wide ones.
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
