/// A JSON document to be written.
///
/// Literals show its whole shape, with the keys as readers know them.
enum JSONValue: Encodable, Sendable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([JSONValue])
  case object([String: JSONValue])
  /// No value: a key that has it is left out.
  case absent

  init(_ text: String?) { self = text.map { .text($0) } ?? .absent }

  init(_ number: Int?) { self = number.map { .number($0) } ?? .absent }

  init(_ flag: Bool?) { self = flag.map { .flag($0) } ?? .absent }

  init(_ texts: [String]) { self = .list(texts.map { .text($0) }) }

  /// The object with the keys of another one, which has none of the same.
  func merging(_ other: [String: JSONValue]) -> JSONValue {
    if case .object(let own) = self { .object(own.merging(other) { first, _ in first }) } else { self }
  }

  private struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try text.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .flag(let flag): try flag.encode(to: encoder)
    case .list(let values): try values.encode(to: encoder)
    case .object(let values):
      var container = encoder.container(keyedBy: MemberName.self)
      for (key, value) in values {
        if case .absent = value { continue }
        try container.encode(value, forKey: MemberName(stringValue: key))
      }
    case .absent: break
    }
  }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .text(text) }

  init(integerLiteral number: Int) { self = .number(number) }

  init(booleanLiteral flag: Bool) { self = .flag(flag) }

  init(arrayLiteral values: JSONValue...) { self = .list(values) }

  init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
  }
}
