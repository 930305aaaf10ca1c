import SegmentModel

/// Makes foreign text safe to show: names from the store and lines of manifests must not steer the reader's terminal, or hide what is in them.
package enum VisibleText {
  /// The text with control characters as the pictures that Unicode has for them, and other hidden characters as `<U+200B>`.
  package static func of(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    return shown(Array(text.unicodeScalars)).joined()
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
