/// The email address of a customer, compared without regard to case as the vendor does.
///
/// Personal data: it prints as `<redacted>`, so that no message, log or file gets it by accident. Only what asks the store for it reads
/// ``text``.
package struct EmailAddress: Hashable, Sendable {
  /// The longest address that mail can carry (RFC 5321: 64 for the local part, 255 for the domain, and the sign between them).
  package static let longest = 320

  /// The address in lower case.
  package let text: String

  /// `nil` unless there is one `@` with something on both sides, and neither blank nor control character nor comma.
  ///
  /// No more is checked: the store knows which addresses it has. A comma would end the address in the list that a request names.
  package init?(_ text: some StringProtocol) {
    let lowered = text.lowercased()
    guard (3...Self.longest).contains(lowered.utf8.count) else { return nil }
    let parts = lowered.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    let isPlain = lowered.unicodeScalars.allSatisfy { scalar in
      // Addresses are mostly ASCII, and asking for properties takes far longer.
      if scalar.isASCII { return (0x21...0x7E).contains(scalar.value) && scalar != "," }
      return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
    }
    guard isPlain else { return nil }
    self.text = lowered
  }
}

extension EmailAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { description }
  /// A dump would read the stored text.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
