import Diagnostics

/// The store's access token.
///
/// However it is printed, it prints as `<redacted>`, and what servers repeat of it is filtered.
package struct AccessToken: Sendable {
  /// Only the transport reads it, into the one header that carries it.
  let text: String

  /// - Returns: `nil` when the text cannot be a token: empty, or with blanks or control characters, which would break the header.
  package init?(_ text: String) {
    KnownCredentials.ofProcess.add(text)
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    self.text = text
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  /// Without this, `dump` would print the stored text.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
