/// Texts as YAML scalars.
enum YAMLText {
  /// Plain where nobody could read it as anything else, in double quotes otherwise.
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  /// A text in which nothing looks like a variable.
  static func literal(_ text: String) -> String { scalar(text.replacing("${", with: "$${")) }

  /// In double quotes, with escapes for everything that is not plainly visible.
  static func quoted(_ text: String) -> String {
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
    let digits = String(scalar.value, radix: 16)
    let width = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
    let sign = width == 2 ? "x" : width == 4 ? "u" : "U"
    return "\\\(sign)" + String(repeating: "0", count: width - digits.count) + digits
  }

  /// Words that YAML 1.1 or 1.2 reads as something else than a text.
  private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"]

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isLetter, text.utf8.last != UInt8(ascii: " ") else { return false }
    guard !reserved.contains(text.lowercased()) else { return false }
    return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || " _-()/.".utf8.contains($0) }
  }
}
