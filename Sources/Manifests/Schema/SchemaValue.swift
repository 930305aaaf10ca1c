/// A JSON value whose objects keep the order of their keys.
indirect enum SchemaValue: Hashable, Sendable {
  case object([Pair])
  case array([SchemaValue])
  case text(String)
  case number(Int)
  case truth(Bool)

  /// A key of an object with its value.
  struct Pair: Hashable, Sendable {
    let key: String
    let value: SchemaValue
  }

  /// The value as JSON, indented by two spaces a level; short arrays and objects without nesting stand on one line.
  func json(indent: Int = 0) -> String {
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return String(number)
    case .truth(let truth): return truth ? "true" : "false"
    case .array(let values): return Self.bracketed(values.map { $0.json(indent: indent + 2) }, "[", "]", indent)
    case .object(let pairs):
      return Self.bracketed(pairs.map { "\(Self.quoted($0.key)): \($0.value.json(indent: indent + 2))" }, "{", "}", indent)
    }
  }

  private static let widest = 100

  private static func bracketed(_ items: [String], _ open: String, _ close: String, _ indent: Int) -> String {
    let inside = items.joined(separator: ", ")
    if !inside.contains("\n") && inside.utf8.count <= widest {
      let space = open == "{" && !items.isEmpty ? " " : ""
      return open + space + inside + space + close
    }
    let margin = String(repeating: " ", count: indent + 2)
    return "\(open)\n\(margin)\(items.joined(separator: ",\n" + margin))\n\(String(repeating: " ", count: indent))\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      // The schema is written here: it has no other control characters.
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension SchemaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral number: Int) { self = .number(number) }
  init(booleanLiteral truth: Bool) { self = .truth(truth) }
}

extension SchemaValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  init(arrayLiteral values: SchemaValue...) { self = .array(values) }
  init(dictionaryLiteral pairs: (String, SchemaValue)...) { self = .object(pairs.map { Pair(key: $0, value: $1) }) }
}
