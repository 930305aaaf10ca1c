/// The JSON Schema of manifests, for editors and other checkers.
///
/// Draft 7, which yaml-language-server and its relatives know best. It says what a single manifest looks like; what needs several of them,
/// such as two segments of one name, is for `segplan validate`.
package enum ManifestSchema {
  /// Where editors find it, beside the manifests.
  package static let fileName = "segplan.schema.json"

  /// The schema as JSON, with a line break at its end.
  package static let text = value.json() + "\n"

  /// JSON Schema compares with patterns that need not match the whole text.
  private static let uuidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

  private static var value: SchemaValue {
    .object(
      [
        pair("$schema", "http://json-schema.org/draft-07/schema#"),
        pair("$id", "urn:segplan:schema:manifest:1"),
        pair("title", "segplan manifest, version 1"),
      ] + pairs(of: mapping(.manifest)) + [
        pair("definitions", .object(ManifestPlace.all.filter { $0 != .manifest }.map { pair($0.name, mapping($0)) }))
      ]
    )
  }

  private static func mapping(_ place: ManifestPlace) -> SchemaValue {
    var pairs = [
      pair("type", "object"),
      pair("description", .text(place.description)),
      pair("properties", .object(place.keys.map { pair($0.name, property($0)) })),
    ]
    let required = place.keys.filter(\.isRequired).map { SchemaValue.text($0.name) }
    if !required.isEmpty { pairs.append(pair("required", .array(required))) }
    if place == .manifest {
      pairs.append(pair("patternProperties", .object([pair("^\(ManifestPlace.ownKeyPrefix)", true)])))
    }
    pairs.append(pair("additionalProperties", false))
    pairs += rules(place)
    return .object(pairs)
  }

  /// What a list of properties cannot say.
  private static func rules(_ place: ManifestPlace) -> [SchemaValue.Pair] {
    switch place {
    case .segment:
      // A segment that stays says who its members are, if only that there are none.
      let sources = ["members", "members_from", "include"].map { SchemaValue.object([pair("required", [.text($0)])]) }
      return [
        pair("if", ["properties": ["ensure": ["const": "absent"]], "required": ["ensure"]]),
        pair("else", .object([pair("anyOf", .array(sources))])),
      ]
    case .member:
      let ways = ["profile", "customer", "email"].map { SchemaValue.object([pair("required", [.text($0)])]) }
      return [pair("oneOf", .array(ways))]
    default:
      return []
    }
  }

  private static func property(_ key: ManifestKey) -> SchemaValue {
    var pairs = [pair("description", .text(key.description))]
    if let value = key.defaultValue { pairs.append(pair("default", value)) }
    // In draft 7 whatever stands beside a reference is ignored.
    if case .mapping(let place) = key.shape {
      pairs.append(pair("allOf", [reference(place)]))
    } else {
      pairs += Self.pairs(of: shape(key.shape))
    }
    return .object(pairs)
  }

  private static func shape(_ shape: ManifestShape) -> SchemaValue {
    switch shape {
    case .mapping(let place): reference(place)
    case .names: ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]]
    case .list(let element): .object([pair("type", "array"), pair("items", Self.shape(element))])
    case .member: ["anyOf": [Self.shape(.identifier), reference(.member)]]
    case .operand: ["anyOf": [Self.shape(.label), reference(.operand)]]
    case .text: ["type": "string", "minLength": 1]
    // What looks like a number is a name too: 2024.
    case .label: ["type": ["string", "number", "boolean"], "minLength": 1]
    case .identifier: .object([pair("type", "string"), pair("pattern", .text(uuidPattern))])
    case .version: ["const": 1]
    case .truth: ["type": "boolean"]
    case .number(let minimum): .object([pair("type", "integer"), pair("minimum", .number(minimum))])
    case .customer: ["type": "integer", "minimum": 1, "maximum": 2_147_483_647]
    case .day: ["type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"]
    case .changeLimit(let pattern):
      [
        "anyOf": [
          ["type": "integer", "minimum": 0], .object([pair("type", "string"), pair("pattern", .text(pattern))]),
        ]
      ]
    case .choice(let words): .object([pair("enum", .array(words.map { .text($0) }))])
    }
  }

  private static func reference(_ place: ManifestPlace) -> SchemaValue { ["$ref": .text("#/definitions/\(place.name)")] }

  private static func pair(_ key: String, _ value: SchemaValue) -> SchemaValue.Pair { SchemaValue.Pair(key: key, value: value) }

  private static func pairs(of value: SchemaValue) -> [SchemaValue.Pair] {
    if case .object(let pairs) = value { pairs } else { [] }
  }
}
