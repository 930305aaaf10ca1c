@_spi(_Unicode) import Swift

/// The email address of a customer; addresses that differ only in case are equal.
///
/// The vendor does not document how it compares addresses, so a look-up asks for an address as written and in lower
/// case. Both are in Unicode's composed form (NFC), because most stores have it so.
///
/// It prints as `<redacted>`, so that no message, log or file shows it by accident. Only code that asks the store for
/// it reads ``written``.
package struct EmailAddress: Sendable {
  /// What mail can carry in bytes (RFC 5321): 64 before the `@`, 255 after it.
  private static let maximumLength = 320

  /// The address in lower case, by which it is compared.
  package let text: String
  /// The address in the case in which it is written.
  package let written: String

  /// `nil` unless the text has one `@` with something on both sides, and no invisible or forbidden character.
  ///
  /// Nothing else is checked, because the store knows which addresses it has. Commas are forbidden: they separate
  /// addresses in a request.
  package init?(_ text: some StringProtocol) {
    let written = Self.composed(String(text))
    guard (3...Self.maximumLength).contains(written.utf8.count) else { return nil }
    let parts = written.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), parts[1].allSatisfy(Self.isPart),
      parts[0].allSatisfy(Self.isPart) || Self.isQuoted(parts[0])
    else { return nil }
    guard HiddenCharacters.first(in: written) == nil else { return nil }
    let lowered = Self.composed(written.lowercased())
    // One text for both takes half the memory.
    self.init(text: lowered == written ? written : lowered, written: written)
  }

  private init(text: String, written: String) {
    self.text = text
    self.written = written
  }

  /// The address, written in lower case.
  package var lowercased: EmailAddress { EmailAddress(text: text, written: text) }

  /// The text in NFC, which only the standard library and Foundation can make.
  ///
  /// Foundation is too large for this: it adds 50 MB to a program.
  private static func composed(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text._nfc.reduce(into: "") { $0.unicodeScalars.append($1) }
  }

  /// Whether the part before the `@` is in quotes (RFC 5322, 3.2.4; RFC 6531), without commas and backslashes.
  private static func isQuoted(_ name: Substring.UTF8View) -> Bool {
    let quote = UInt8(ascii: "\"")
    return name.count > 2 && name.first == quote && name.last == quote
      && name.dropFirst().dropLast().allSatisfy { $0 == 0x20 || isPart($0) || "().:;<>[]".utf8.contains($0) }
  }

  /// Whether an address can have this byte outside quotes.
  private static func isPart(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x7F && !"\"(),:;<>@[\\]".utf8.contains(byte) }
}

extension EmailAddress: Hashable {
  package static func == (left: EmailAddress, right: EmailAddress) -> Bool { left.text == right.text }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension EmailAddress {
  /// Finds everything in a text that is an address or looks like one, so that it can be hidden.
  ///
  /// O(n).
  ///
  /// It finds all that ``init(_:)`` accepts, and also quoted names, address literals and texts with several `@`. Quotes
  /// and brackets around an address are not part of it.
  package static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while let sign = text[index...].firstIndex(of: UInt8(ascii: "@")) {
      let floor = ranges.last?.upperBound ?? 0
      let start = start(before: sign, in: text, from: floor)
      var end = end(behind: sign + 1, in: text)
      // Hides `a@b@c` as one text.
      while end < text.count, text[end] == UInt8(ascii: "@"), end > sign + 1 { end = self.end(behind: end + 1, in: text) }
      if start < sign && end > sign + 1 { ranges.append(start..<end) }
      index = max(end, sign + 1)
    }
    return ranges
  }

  private static func start(before sign: Int, in text: [UInt8], from floor: Int) -> Int {
    if sign > floor, text[sign - 1] == UInt8(ascii: "\"") {
      return startOfQuoted(before: sign - 1, in: text, from: floor) ?? sign
    }
    var start = sign
    while start > floor, isPart(text[start - 1]) { start -= 1 }
    // The letter after a backslash belongs to an escape, such as `\n` or `\u00e9`.
    if start > floor, text[start - 1] == UInt8(ascii: "\\") {
      start = min(sign, start + (start < text.count && text[start] == UInt8(ascii: "u") ? 5 : 1))
    }
    while start < sign, "'`{}".utf8.contains(text[start]) { start += 1 }
    return start
  }

  /// The quote that begins a quoted name.
  ///
  /// In JSON text a backslash stands before each quote.
  private static func startOfQuoted(before quote: Int, in text: [UInt8], from floor: Int) -> Int? {
    let isEscaped = quote > floor && text[quote - 1] == UInt8(ascii: "\\")
    var start = quote - (isEscaped ? 2 : 1)
    // A name has at most 64 bytes, twice as many with escapes.
    let limit = max(floor, start - 128)
    while start >= limit, text[start] != UInt8(ascii: "\""), text[start] != UInt8(ascii: "\n") { start -= 1 }
    guard start >= limit, text[start] == UInt8(ascii: "\"") else { return nil }
    return isEscaped && start > floor && text[start - 1] == UInt8(ascii: "\\") ? start - 1 : start
  }

  private static func end(behind start: Int, in text: [UInt8]) -> Int {
    var end = start
    if end < text.count, text[end] == UInt8(ascii: "[") {
      return text[end...].prefix(256).firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? start
    }
    while end < text.count, isPart(text[end]) { end += 1 }
    while end > start, ".'`{}!?*&".utf8.contains(text[end - 1]) { end -= 1 }
    return end
  }
}

extension EmailAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { description }
  /// A dump would read the stored text.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
