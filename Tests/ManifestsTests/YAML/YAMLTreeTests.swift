import Diagnostics
import SegmentModel
import Testing

@testable import Manifests

struct YAMLTreeTests {
  private static func tree(_ text: String, limits: YAMLLimits = .standard) throws(YAMLProblem) -> YAMLTree {
    try YAMLTreeBuilder.tree(of: SourceText(file: "m.yaml", bytes: Array(text.utf8)), limits: limits)
  }

  /// A node as an indented list of kinds and texts, places in front.
  private static func outline(_ node: YAMLNode, depth: Int = 0) -> [String] {
    let kind =
      switch node.content {
      case .mapping: "mapping"
      case .sequence: "sequence"
      case .scalar: "\"\(node.text)\""
      case .nothing: "nothing"
      }
    let indent = String(repeating: "  ", count: depth)
    return ["\(indent)\(node.position.line):\(node.position.column) \(kind)"]
      + node.children.flatMap { outline($0, depth: depth + 1) }
  }

  private static func outline(_ text: String) throws -> [String] {
    try tree(text).documents.flatMap { outline($0) }
  }

  @Test func `every node has the line and column at which it begins`() throws {
    let text = """
      # a comment
      name: ü界 x
      list: [a, "b c"]
      block:
        - one
        - two: 2
      """
    #expect(
      try Self.outline(text) == [
        "2:1 mapping",
        "  2:1 \"name\"", "  2:7 \"ü界 x\"",
        "  3:1 \"list\"", "  3:7 sequence", "    3:8 \"a\"", "    3:11 \"b c\"",
        "  4:1 \"block\"", "  5:3 sequence", "    5:5 \"one\"",
        "    6:5 mapping", "      6:5 \"two\"", "      6:10 \"2\"",
      ]
    )
  }

  @Test func `columns count code points, as libyaml does, and not bytes`() throws {
    let node = try #require(try Self.tree("日本: [ä, b]").documents.first)
    let list = Array(node.children)[1]
    #expect(list.children.map(\.position.column) == [6, 9])
  }

  @Test func `an alias has its own place and the value of its anchor`() throws {
    #expect(
      try Self.outline("- &a [x, y]\n- *a\n") == [
        "1:1 sequence", "  1:3 sequence", "    1:7 \"x\"", "    1:10 \"y\"", "  2:3 sequence", "    1:7 \"x\"", "    1:10 \"y\"",
      ]
    )
  }

  @Test func `an alias of an alias ends at the node with the value`() throws {
    let texts = try Self.tree("[&a x, *a, {k: *a}]").documents.flatMap { node in node.children.map(\.text) }
    #expect(texts == ["x", "x", ""])
  }

  @Test func `a text may have several documents, and an anchor is valid in its own`() throws {
    #expect(try Self.outline("--- a\n--- b\n") == ["1:5 \"a\"", "2:5 \"b\""])
    #expect(throws: YAMLProblem.unknownAlias("x", SourcePosition(line: 2, column: 5))) {
      try Self.tree("--- &x a\n--- *x\n")
    }
  }

  @Test(arguments: ["", "# only a comment\n", "\n\n"])
  func `an empty text has no documents`(text: String) throws {
    #expect(try Self.tree(text).documents.isEmpty)
  }

  @Test(arguments: [("~", true), ("null", true), ("\"\"", false), ("'~'", false), ("!!str ~", false), ("nil", false)])
  func `only plain null scalars are null`(text: String, isNothing: Bool) throws {
    let value = Array(try #require(try Self.tree("k: \(text)").documents.first).children)[1]
    #expect((value.content == .nothing) == isNothing)
  }

  @Test(arguments: ["a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234", "A3F1C9E2-4B7D-4F3A-9C2E-8B7D6F9A1234"])
  func `a UUID has its text and its bits`(text: String) throws {
    for written in [text, "\"\(text)\"", "'\(text)'", "!!str \(text)"] {
      let node = try #require(try Self.tree(written).documents.first)
      #expect(node.text == text)
      #expect(node.identifier == UUIDBits(text))
    }
  }

  @Test func `a byte order mark is not part of the text`() throws {
    let source = SourceText(file: "m.yaml", bytes: [0xEF, 0xBB, 0xBF] + Array("a: b".utf8))
    let node = try #require(try YAMLTreeBuilder.tree(of: source).documents.first)
    #expect(node.position == SourcePosition(line: 1, column: 1))
  }

  @Test(arguments: ["a\nb", "a\rb", "a\r\nb", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"])
  func `lines end where libyaml ends them`(text: String) throws {
    // As a block sequence, the second entry's line tells how libyaml counted.
    let written = text.replacing("a", with: "- a").replacing("b", with: "- b")
    let source = SourceText(file: "m.yaml", bytes: Array(written.utf8))
    let second = Array(try #require(try YAMLTreeBuilder.tree(of: source).documents.first).children)[1]
    #expect(second.position == SourcePosition(line: 2, column: 3))
    #expect(source.lines([1, 2, 3]) == [1: "- a", 2: "- b"])
    #expect(source.position(ofByte: source.bytes.count - 1) == SourcePosition(line: 2, column: 3))
  }
}

extension String {
  fileprivate func replacing(_ old: Character, with new: String) -> String {
    reduce(into: "") { $0 += $1 == old ? new : String($1) }
  }
}
