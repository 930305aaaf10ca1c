/// Finds texts in the small XML documents that S3 and STS answer with; no parser of XML.
enum XMLText {
  /// Such documents have some hundred bytes.
  private static let longest = 64 << 10
  private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]

  /// The text of the first element of this name; `nil` when there is none or it holds other elements.
  static func first(_ name: String, in bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes.prefix(longest), as: UTF8.self),
      let start = text.firstRange(of: "<\(name)>"), let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    let content = String(text[start.upperBound..<end.lowerBound])
    guard !content.contains("<") else { return nil }
    return unescaped(content)
  }

  static func unescaped(_ text: String) -> String { entities.reduce(text) { $0.replacing($1.0, with: $1.1) } }
}
