import FoundationEssentials

/// Times as AWS writes them.
enum AWSTime {
  /// `20150830T123600Z`.
  static func timestamp(_ date: Date) -> String {
    // ISO 8601 with whole seconds: 2015-08-30T12:36:00Z.
    String(date.formatted(.iso8601).filter { character in character.isLetter || character.isNumber })
  }

  /// The time in `2015-08-30T12:36:00Z`, perhaps with a fraction of a second; `nil` for anything else.
  static func date(_ text: String) -> Date? {
    let whole = text.split(separator: ".", maxSplits: 1)
    return try? Date(whole.count == 2 ? "\(whole[0])Z" : text, strategy: .iso8601)
  }
}
