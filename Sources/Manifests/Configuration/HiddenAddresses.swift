/// Texts of manifests as messages may show them: email addresses stay in the manifest.
enum HiddenAddresses {
  /// The text with a star for each character of what looks like an address, so that columns stay what they are.
  ///
  /// - Parameter text: A line of a manifest, or a message that quotes it.
  /// - Returns: The text; as it was where nothing stands on both sides of an at sign.
  static func masked(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    var shown = String.UnicodeScalarView()
    for word in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isBorder) {
      shown += isAddress(word) ? String.UnicodeScalarView(word.map { _ in "*" }) : String.UnicodeScalarView(word)
      if word.endIndex < text.unicodeScalars.endIndex { shown.append(text.unicodeScalars[word.endIndex]) }
    }
    return String(shown)
  }

  private static func isAddress(_ word: Substring.UnicodeScalarView) -> Bool {
    word.dropFirst().dropLast().contains("@")
  }

  /// Blanks, and the signs that stand around a text in YAML.
  private static func isBorder(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "\"'{}[](),<>;".unicodeScalars.contains(scalar)
  }
}
