import SegmentModel

/// Makes foreign text safe to show.
///
/// Names from the store and lines of manifests must not control the reader's terminal or hide what they contain.
package enum VisibleText {
  /// The text with control characters as Unicode's control pictures, and other hidden characters as `<U+200B>`.
  package static func of(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    return shown(Array(text.unicodeScalars)).joined()
  }

  /// The same for a text of several lines, which keeps its line breaks.
  static func lines(of text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { of(String($0)) }.joined(separator: "\n")
  }

  /// The text in double quotes, safe to show.
  static func quoted(_ text: String) -> String { "\"\(of(text))\"" }

  /// What is shown for each character of a text.
  static func shown(_ scalars: [Unicode.Scalar]) -> [String] {
    scalars.indices.map { index in
      let scalar = scalars[index]
      switch scalar.value {
      // The control pictures are in the order of the characters that they depict.
      case 0...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "\u{FFFD}"
      case 0x20...0x7E: return String(scalar)
      case 0x7F: return "\u{2421}"
      default:
        guard HiddenCharacters.isHidden(at: index, in: scalars) || HiddenCharacters.isOddSpace(scalar) else {
          return String(scalar)
        }
        return "<\(HiddenCharacters.name(of: scalar))>"
      }
    }
  }
}
