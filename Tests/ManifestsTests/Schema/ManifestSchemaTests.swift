import SegmentModel
import Testing

@testable import Manifests

/// The published schema, compared with the places that the reader and the formatter know.
struct ManifestSchemaTests {
  private static let places: [ManifestPlace] = [.defaults, .guardrails, .set, .segment, .member, .membersFrom, .expect, .operand]

  /// JSON is YAML, and the reader keeps the order of keys.
  private static func schema() throws -> YAMLNode {
    try #require(YAMLTreeBuilder.tree(of: SourceText(file: "schema", bytes: Array(ManifestSchema.text.utf8))).documents.first)
  }

  @Test func `the schema has every place with its keys, in the order of the formatter`() throws {
    let schema = try Self.schema()
    let definitions = try #require(schema["definitions"])
    #expect(definitions.fields.map(\.key.text) == Self.places.map(\.name))
    for (place, node) in [(.manifest, schema)] + zip(Self.places, definitions.fields.map(\.value)) {
      let properties = try #require(node["properties"]).fields
      #expect(properties.map(\.key.text) == place.names, "\(place.name)")
      #expect(node["additionalProperties"]?.text == "false")
      for (key, value) in properties {
        let description = try #require(value["description"], "\(place.name): \(key.text)").text
        #expect(description.hasSuffix("."))
        #expect(Self.words(value) == Self.words(place.shape(of: key.text)), "\(place.name): \(key.text)")
      }
    }
  }

  @Test func `an entry of exclude has the keys of all that it can be, each once`() {
    let names = ManifestPlace.exclusion.names
    #expect(Set(names).count == names.count)
    #expect(Set(names) == Set(ManifestPlace.exclusions.flatMap(\.place.names)))
  }

  @Test func `the schema has the words and limits that the reader knows`() throws {
    let definitions = try #require(try Self.schema()["definitions"])
    func words(_ place: String, _ key: String) throws -> [String] {
      try #require(definitions[place]?["properties"]?[key]?["enum"]).children.map(\.text)
    }
    #expect(try words("segment", "mode") == MembershipMode.allCases.map(\.rawValue))
    #expect(try words("segment", "ensure") == SegmentPresence.allCases.map(\.rawValue))
    #expect(try words("set", "on_unknown") == UnknownCustomerPolicy.allCases.map(\.rawValue))
    #expect(try words("members_from", "as") == MemberListKind.allCases.map(\.rawValue))
    for word in try words("members_from", "delimiter") { #expect(CSVDelimiter(text: word) != nil) }
  }

  /// The shape that the schema gives a value.
  private static func words(_ value: YAMLNode) -> String {
    let options = [value] + ["allOf", "anyOf"].flatMap { value[$0].map { Array($0.children) } ?? [] }
    let references = options.compactMap { $0["$ref"].map { String($0.text.split(separator: "/").last ?? "") } }
    let isIdentifier = options.contains { $0["pattern"]?.text.contains("a-fA-F") == true }
    let element = value["items"].map { words($0) } ?? ""
    let list = element.isEmpty ? [] : ["list of \(element)"]
    return (list + (isIdentifier ? ["id"] : []) + references).joined(separator: " or ")
  }

  private static func words(_ shape: ManifestShape?) -> String {
    switch shape {
    case nil: ""
    case .identifier: "id"
    case .member: "id or member"
    case .mapping(.exclusion): ManifestPlace.exclusions.map(\.place.name).joined(separator: " or ")
    case .mapping(let place): place.name
    case .list(let element): "list of \(words(element))"
    }
  }
}

extension YAMLNode {
  /// The value of a key.
  fileprivate subscript(key: String) -> YAMLNode? { fields.first { $0.key.text == key }?.value }
}
