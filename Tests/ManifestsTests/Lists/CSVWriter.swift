import TestSupport

/// Writes CSV in any way that RFC 4180 allows.
struct CSVWriter {
  private var random: SeededRandom
  private let lineEnd: String
  private(set) var text: String

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    lineEnd = Bool.random(using: &random) ? "\r\n" : "\n"
    text = Bool.random(using: &random) ? "\u{FEFF}" : ""
  }

  /// Writes a row, and sometimes a blank line behind it; returns the line that it begins in.
  mutating func write(_ fields: [String]) -> Int {
    let line = text.count(where: \.isNewline) + 1
    text += fields.map { written($0) }.joined(separator: ",") + lineEnd
    if Int.random(in: 0..<8, using: &random) == 0 { text += lineEnd }
    return line
  }

  /// A text with everything in it that needs quotes, and much that does not.
  mutating func randomText() -> String {
    let pieces = ["a", "é", ",", "\"", "\n", "\r\n", " ", "\u{1F600}", "#", "\t", "-", "\r", "0"]
    return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  private mutating func written(_ field: String) -> String {
    let needsQuotes = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    guard needsQuotes || Int.random(in: 0..<3, using: &random) == 0 else { return field }
    return "\"\(field.replacing("\"", with: "\"\""))\""
  }
}
