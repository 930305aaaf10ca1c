import FoundationEssentials

/// Reads and writes times and reads the small XML documents of S3 and STS, without a full XML parser.
enum AWSText {
  /// In bytes; such documents have a few hundred.
  private static let maximumDocument = 64 << 10
  private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]

  /// The text of the first element with this name; `nil` if the document lacks it, or if it contains other elements.
  static func element(_ name: String, in bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes.prefix(maximumDocument), as: UTF8.self),
      let start = text.firstRange(of: "<\(name)>"), let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    let content = String(text[start.upperBound..<end.lowerBound])
    guard !content.contains("<") else { return nil }
    return unescaped(content)
  }

  static func unescaped(_ text: String) -> String { entities.reduce(text) { $0.replacing($1.0, with: $1.1) } }

  /// The form `20150830T123600Z`.
  static func timestamp(_ date: Date) -> String {
    // ISO 8601 with whole seconds: 2015-08-30T12:36:00Z.
    String(date.formatted(.iso8601).filter { character in character.isLetter || character.isNumber })
  }

  /// Reads `2015-08-30T12:36:00Z`, with or without a fraction of a second; `nil` for anything else.
  static func date(_ text: String) -> Date? {
    let whole = text.split(separator: ".", maxSplits: 1)
    return try? Date(whole.count == 2 ? "\(whole[0])Z" : text, strategy: .iso8601)
  }
}
