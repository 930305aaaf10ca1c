/// Makes foreign text safe to show: names from the store and lines of manifests must not steer the reader's terminal.
enum VisibleText {
  /// The text with control characters as the pictures that Unicode has for them, and direction overrides as U+FFFD.
  static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isHarmful($0) }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map(visible)))
  }

  /// The text in double quotes, safe to show.
  static func quoted(_ text: String) -> String { "\"\(of(text))\"" }

  /// The picture of a control character, or the scalar itself.
  static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard isHarmful(scalar) else { return scalar }
    switch scalar.value {
    // The control pictures stand in the order of the characters that they depict.
    case 0...0x1F: return Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: return "\u{2421}"
    default: return "\u{FFFD}"
    }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // Overrides of the writing direction can make a line read as another one.
    case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    default: false
    }
  }
}
