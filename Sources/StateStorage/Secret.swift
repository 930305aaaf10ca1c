import Diagnostics

/// A text that nobody may see: a password, a key, a token.
///
/// However it is printed, it prints as `<redacted>`, and what servers repeat of it is filtered.
struct Secret: Hashable, Sendable {
  /// Only what puts it into a header or a signature reads it.
  let text: String

  init(_ text: String) {
    KnownCredentials.ofProcess.add(text)
    self.text = text
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "<redacted>" }
  var debugDescription: String { "<redacted>" }
  /// Without this, `dump` would print the stored text.
  var customMirror: Mirror { Mirror(self, children: []) }
}
