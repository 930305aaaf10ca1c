import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct FormatterPropertyTests {
  @Test(arguments: SeededRandom.seeds(200))
  func `formatting keeps members and comments, and a second formatting changes nothing`(seed: UInt64) throws {
    var manifest = RandomManifest(seed: seed)
    let text = manifest.text()
    let formatted = String(decoding: try ManifestFormatter.format(Array(text.utf8), file: "m.yaml"), as: UTF8.self)
    #expect(Self.comments(of: formatted) == Self.comments(of: text), "\(text)\n=>\n\(formatted)")
    #expect(try Self.segments(formatted) == Self.segments(text), "\(text)\n=>\n\(formatted)")
    #expect(try ManifestFormatter.format(Array(formatted.utf8), file: "m.yaml") == Array(formatted.utf8), "\(formatted)")
    #expect(formatted.split(separator: "\n").allSatisfy { $0.last != " " })
    // The keys of a segment stand in their order.
    #expect(!formatted.contains(/\n    members:[^\n]*\n(      [^\n]*\n)*    (name|id|mode):/), "\(formatted)")
  }

  @Test func `a long list takes only a few steps per line`() throws {
    var random = SeededRandom(seed: 7)
    let ids = (0..<20_000).map { _ in UUIDBits(high: random.next(), low: random.next()) }
    let head = "version: 1\nsegments:\n  - name: Big\n    members:\n"
    let text = head + ids.map { "      - \($0.text)\n" }.joined()
    let formatted = try ManifestFormatter.format(Array(text.utf8), file: "m.yaml")
    #expect(String(decoding: formatted, as: UTF8.self) == head + ids.sorted().map { "      - \($0.text)\n" }.joined())
  }

  /// Every comment, sorted; all of them are made up as `# c` and a number.
  private static func comments(of text: String) -> [Substring] { text.matches(of: /# c\d+/).map(\.output).sorted() }

  /// The members of each segment, in words that do not depend on their order.
  private static func segments(_ text: String) throws -> [Set<String>] {
    let tree = try YAMLTreeBuilder.tree(of: SourceText(file: "m.yaml", bytes: Array(text.utf8)))
    let root = try #require(tree.documents.first)
    let list = try #require(root.fields.first { $0.key.text == "segments" }?.value)
    return list.children.map { segment in
      Set(
        segment.fields.flatMap { key, value -> [String] in
          guard key.text == "members" else { return ["\(key.text)=\(value.identifier?.text ?? value.text)"] }
          return value.children.map { member in
            if let id = member.identifier { return id.text }
            return member.fields.map { "\($0.key.text)=\($0.value.identifier?.text ?? $0.value.text)" }.sorted().joined(
              separator: " "
            )
          }
        }
      )
    }
  }
}
