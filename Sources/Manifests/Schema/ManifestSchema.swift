/// The JSON Schema of manifests, for editors and other checkers.
///
/// It uses draft 7, which yaml-language-server knows best. It describes a single manifest. `segplan validate` also
/// checks what needs several of them, such as two segments of one name.
package enum ManifestSchema {
  /// The name of the file beside the manifests.
  package static let fileName = "segplan.schema.json"

  package static let text = value.json() + "\n"

  /// Anchored, because a pattern of JSON Schema need not match the whole text.
  private static let uuidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

  private static var value: SchemaValue {
    .object(
      [
        ("$schema", "http://json-schema.org/draft-07/schema#"),
        ("$id", "urn:segplan:schema:manifest:1"),
        ("title", "segplan manifest, version 1"),
      ] + pairs(of: mapping(.manifest)) + [
        ("definitions", .object(ManifestPlace.all.filter { $0 != .manifest }.map { ($0.name, mapping($0)) }))
      ]
    )
  }

  private static func mapping(_ place: ManifestPlace) -> SchemaValue {
    var pairs: [(String, SchemaValue)] = [
      ("type", "object"),
      ("description", .text(place.description)),
      ("properties", .object(place.keys.map { ($0.name, property($0)) })),
    ]
    let required = place.keys.filter(\.isRequired).map { SchemaValue.text($0.name) }
    if !required.isEmpty { pairs.append(("required", .array(required))) }
    if place == .manifest {
      pairs.append(("patternProperties", .object([("^\(ManifestPlace.ownKeyPrefix)", true)])))
    }
    pairs.append(("additionalProperties", false))
    pairs += rules(place)
    return .object(pairs)
  }

  /// What a list of properties cannot express.
  private static func rules(_ place: ManifestPlace) -> [(String, SchemaValue)] {
    switch place {
    case .manifest:
      return [("anyOf", one(of: ["segments", "sets"]))]
    case .segment:
      // A segment must declare its members, unless it is absent. It can only expire if it may be empty.
      let emptied: SchemaValue = ["expires": ["properties": ["allow_empty": ["const": true]], "required": ["allow_empty"]]]
      return [
        ("if", ["properties": ["ensure": ["const": "absent"]], "required": ["ensure"]]),
        ("else", .object([("anyOf", one(of: memberSources)), ("dependencies", emptied)])),
      ]
    case .set:
      return [("anyOf", one(of: memberSources))]
    case .member:
      return [("oneOf", one(of: ["profile", "customer", "email"]))]
    case .operand:
      return [("oneOf", one(of: ["segment", "set", "live"]))]
    default:
      return []
    }
  }

  private static let memberSources = ["members", "members_from", "include"]

  private static func one(of keys: [String]) -> SchemaValue { .array(keys.map { .object([("required", [.text($0)])]) }) }

  private static func property(_ key: ManifestKey) -> SchemaValue {
    var pairs: [(String, SchemaValue)] = [("description", .text(key.description))]
    if let value = key.defaultValue { pairs.append(("default", value)) }
    // Draft 7 ignores all keys beside a reference.
    if case .mapping(let place) = key.shape {
      pairs.append(("allOf", [reference(place)]))
    } else {
      pairs += Self.pairs(of: shape(key.shape))
    }
    return .object(pairs)
  }

  private static func shape(_ shape: ManifestShape) -> SchemaValue {
    switch shape {
    case .mapping(let place): reference(place)
    case .names: ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]]
    case .conditions:
      [
        "type": "object", "minProperties": 1,
        "additionalProperties": [
          "type": ["string", "number", "boolean", "array"], "minItems": 1, "items": ["type": ["string", "number", "boolean"]],
        ],
      ]
    case .list(let element): .object([("type", "array"), ("items", Self.shape(element))])
    case .member: ["anyOf": [Self.shape(.identifier), reference(.member)]]
    case .operand: ["anyOf": [Self.shape(.label), reference(.operand)]]
    case .exclusion: .object([("anyOf", .array([Self.shape(.label)] + ManifestPlace.exclusions.map { reference($0.place) }))])
    case .text: ["type": "string", "minLength": 1]
    // A name may look like a number: 2024.
    case .label: ["type": ["string", "number", "boolean"], "minLength": 1]
    case .identifier: .object([("type", "string"), ("pattern", .text(uuidPattern))])
    case .version: ["const": 1]
    case .truth: ["type": "boolean"]
    case .number(let minimum): .object([("type", "integer"), ("minimum", .number(minimum))])
    case .customer: ["type": "integer", "minimum": 1, "maximum": 2_147_483_647]
    case .day: ["type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"]
    case .changeLimit(let pattern):
      [
        "anyOf": [
          ["type": "integer", "minimum": 0], .object([("type", "string"), ("pattern", .text(pattern))]),
        ]
      ]
    case .choice(let words): .object([("enum", .array(words.map { .text($0) }))])
    }
  }

  private static func reference(_ place: ManifestPlace) -> SchemaValue { ["$ref": .text("#/definitions/\(place.name)")] }

  private static func pairs(of value: SchemaValue) -> [(String, SchemaValue)] {
    if case .object(let pairs) = value { pairs } else { [] }
  }
}

/// A JSON value whose objects keep the order of their keys.
indirect enum SchemaValue: Sendable {
  case object([(String, SchemaValue)])
  case array([SchemaValue])
  case text(String)
  case number(Int)
  case truth(Bool)

  /// The value as JSON, indented by two spaces per level; short arrays and objects are on one line.
  func json(indent: Int = 0) -> String {
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return String(number)
    case .truth(let truth): return truth ? "true" : "false"
    case .array(let values): return Self.bracketed(values.map { $0.json(indent: indent + 2) }, "[", "]", indent)
    case .object(let pairs):
      return Self.bracketed(
        pairs.map { key, value in "\(Self.quoted(key)): \(value.json(indent: indent + 2))" },
        "{",
        "}",
        indent
      )
    }
  }

  private static let maximumWidth = 100

  private static func bracketed(_ items: [String], _ open: String, _ close: String, _ indent: Int) -> String {
    let inside = items.joined(separator: ", ")
    if !inside.contains("\n") && inside.utf8.count <= maximumWidth {
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
      case "\t": quoted += "\\t"
      // The schema has no other control characters.
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
  init(dictionaryLiteral pairs: (String, SchemaValue)...) { self = .object(pairs) }
}
