import Diagnostics

/// The store's access token.
///
/// It prints as `<redacted>`, and the client filters it out of whatever servers repeat.
package struct AccessToken: Sendable {
  /// Only the transport reads it, for the one header that carries it.
  let text: String

  /// `nil` when the text is empty, or has blanks or control characters, which would break the header.
  package init?(_ text: String) {
    KnownCredentials.ofProcess.add(text)
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    self.text = text
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  /// Without it, `dump` would print the text.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
