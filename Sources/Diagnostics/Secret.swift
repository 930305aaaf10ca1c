/// A password, a key or a token.
///
/// It always prints as `<redacted>`, and output filters remove it from what servers repeat.
package struct Secret: Hashable, Sendable {
  /// Only for headers and signatures.
  package let text: String

  package init(_ text: String) {
    KnownCredentials.ofProcess.add(text)
    self.text = text
  }

  /// `nil` when the text is empty, or has blanks or control characters, which would break a header.
  package init?(token text: String) {
    self.init(text)
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  /// Without this, `dump` would print the stored text.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
