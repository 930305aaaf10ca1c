import SegmentModel

/// Writes texts as YAML scalars.
enum YAMLText {
  /// The text without variables: without quotes if it cannot be read as anything else, and otherwise in double quotes.
  static func literal(_ text: String) -> String {
    let text = text.replacing("${", with: "$${")
    return isPlain(text) ? text : quoted(text)
  }

  /// In double quotes, with escapes for invisible characters.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where needsEscape(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case ...0xFF: "\\x" + scalar.value.padded(to: 2, radix: 16)
    case ...0xFFFF: "\\u" + scalar.value.padded(to: 4, radix: 16)
    default: "\\U" + scalar.value.padded(to: 8, radix: 16)
    }
  }

  /// Words that YAML 1.1 or 1.2 does not read as a text.
  private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"]

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isLetter, text.utf8.last != UInt8(ascii: " ") else { return false }
    guard !reserved.contains(text.lowercased()) else { return false }
    return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || " _-()/.".utf8.contains($0) }
  }
}
