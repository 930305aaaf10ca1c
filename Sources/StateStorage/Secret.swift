import Diagnostics

/// A password, a key or a token.
///
/// It always prints as `<redacted>`, and output filters remove it from what servers repeat.
struct Secret: Hashable, Sendable {
  /// Only for headers and signatures.
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
