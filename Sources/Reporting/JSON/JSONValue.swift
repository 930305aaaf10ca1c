import Diagnostics
import FoundationEssentials
import Planning
import SegmentModel

/// A JSON document to be written.
///
/// Literals show its whole shape, with the keys as readers know them.
enum JSONValue: Encodable, Sendable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([JSONValue])
  case object([String: JSONValue])
  /// No value: the key is left out.
  case absent

  init(_ text: String?) { self = text.map { .text($0) } ?? .absent }

  init(_ number: Int?) { self = number.map { .number($0) } ?? .absent }

  init(_ flag: Bool?) { self = flag.map { .flag($0) } ?? .absent }

  init(_ texts: [String]) { self = .list(texts.map { .text($0) }) }

  /// A problem: severity, code, message and place.
  init(_ problem: Diagnostic) {
    self = [
      "severity": .text(problem.severity.rawValue), "code": .text(problem.code), "message": .text(problem.summary),
      "place": JSONValue(problem.range?.description),
    ]
  }

  /// A member: profile, customer, place and cause, as far as they are known.
  init(_ profile: ShopperProfileID?, _ note: MemberNote?, _ redaction: MemberRedaction? = nil) {
    self = [
      "profile": JSONValue(profile.map(redaction.shown)), "customer": JSONValue(note?.customer.map(redaction.shown)),
      "place": JSONValue(note?.place?.description), "cause": JSONValue(note?.cause.code),
    ]
  }

  /// The object with the keys of another one, whose values win unless they are absent.
  func merging(_ other: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let more) = other else { return self }
    return .object(own.merging(more) { old, new in if case .absent = new { old } else { new } })
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try text.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .flag(let flag): try flag.encode(to: encoder)
    case .list(let values): try values.encode(to: encoder)
    case .object(let values):
      try values.filter { if case .absent = $0.value { false } else { true } }.encode(to: encoder)
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

/// JSON as text with sorted keys, so that equal values have equal text.
enum JSONText {
  /// The value over several lines, with a line break at the end.
  static func document(_ value: JSONValue) -> String { text(value, [.prettyPrinted]) + "\n" }

  /// The value on one line, with a line break at the end.
  static func line(_ value: JSONValue) -> String { text(value, []) + "\n" }

  /// The value on one line without a line break, for a script element of HTML: it contains no `<` that could end the
  /// element.
  static func embedded(_ value: JSONValue) -> String { text(value, []).replacing("<", with: "\\u003c") }

  /// Hidden characters are escaped, and so is everything that the runner of a CI job could mistake for a command.
  private static func text(_ value: JSONValue, _ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    // Texts, whole numbers and flags always encode.
    let bytes = (try? encoder.encode(value)).map { Array($0) } ?? []
    return String(decoding: HiddenCharacters.escapedInJSON(bytes), as: UTF8.self)
  }
}
