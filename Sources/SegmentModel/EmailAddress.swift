/// The email address of a customer, compared without regard to case as the vendor does.
///
/// Personal data: it prints as `<redacted>`, so that no message, log or file gets it by accident. Only what asks the store for it reads
/// ``text``.
package struct EmailAddress: Hashable, Sendable {
  /// The longest address that mail can carry (RFC 5321: 64 for the local part, 255 for the domain, and the sign between them).
  package static let longest = 320

  /// The address in lower case.
  package let text: String

  /// `nil` unless there is one `@` with something on both sides, and nothing that an address cannot have, or that does not show.
  ///
  /// No more is checked: the store knows which addresses it has. A comma would end the address in the list that a request names.
  package init?(_ text: some StringProtocol) {
    let lowered = text.lowercased()
    guard (3...Self.longest).contains(lowered.utf8.count) else { return nil }
    let parts = lowered.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), parts[1].allSatisfy(Self.isPart),
      parts[0].allSatisfy(Self.isPart) || Self.isQuoted(parts[0])
    else { return nil }
    guard HiddenCharacters.first(in: lowered) == nil else { return nil }
    self.text = lowered
  }

  /// Whether a name is a text in quotes (RFC 5322, 3.2.3 and 3.2.4; RFC 6531 beyond ASCII), without commas and backslashes.
  private static func isQuoted(_ name: Substring.UTF8View) -> Bool {
    let quote = UInt8(ascii: "\"")
    return name.count > 2 && name.first == quote && name.last == quote
      && name.dropFirst().dropLast().allSatisfy { $0 == 0x20 || isPart($0) || "().:;<>[]".utf8.contains($0) }
  }

  /// Whether a byte can be a part of an address without quotes.
  private static func isPart(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x7F && !"\"(),:;<>@[\\]".utf8.contains(byte) }
}

extension EmailAddress {
  /// Where addresses are in a text: the one rule for what must not be shown.
  ///
  /// Whatever ``init(_:)`` takes is found whole, and so is what only looks like an address: with a quoted name, an address literal, several
  /// signs. Quotes and brackets around an address are not a part of it.
  ///
  /// O(n).
  package static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var index = 0
    while let sign = text[index...].firstIndex(of: UInt8(ascii: "@")) {
      let floor = ranges.last?.upperBound ?? 0
      let start = start(before: sign, in: text, from: floor)
      var end = end(behind: sign + 1, in: text)
      // `a@b@c` is one text that is to be hidden.
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
    // The letter behind a backslash belongs to an escape: of a line break, or of a character by its number.
    if start > floor, text[start - 1] == UInt8(ascii: "\\") {
      start = min(sign, start + (start < text.count && text[start] == UInt8(ascii: "u") ? 5 : 1))
    }
    while start < sign, "'`{}".utf8.contains(text[start]) { start += 1 }
    return start
  }

  /// The quote that begins a quoted name, with the backslashes that a JSON text has before both of its quotes.
  private static func startOfQuoted(before quote: Int, in text: [UInt8], from floor: Int) -> Int? {
    let isEscaped = quote > floor && text[quote - 1] == UInt8(ascii: "\\")
    var start = quote - (isEscaped ? 2 : 1)
    // 64 bytes is the longest name, and twice as many with escapes.
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
