import Diagnostics
import Testing

@testable import Manifests

/// What hostile files run into.
struct YAMLLimitsTests {
  private static func problem(_ text: String, limits: YAMLLimits = .standard) -> YAMLProblem? {
    problem(Array(text.utf8), limits: limits)
  }

  private static func problem(_ bytes: [UInt8], limits: YAMLLimits = .standard) -> YAMLProblem? {
    do throws(YAMLProblem) {
      _ = try YAMLTreeBuilder.tree(of: SourceText(file: "m.yaml", bytes: bytes), limits: limits)
      return nil
    } catch {
      return error
    }
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  @Test func `64 levels are read, and the 65th is refused at its start`() {
    #expect(Self.problem(Self.nested(64)) == nil)
    #expect(Self.problem(Self.nested(65)) == .tooDeep(limit: 64, SourcePosition(line: 1, column: 65)))
  }

  @Test func `a hundred thousand open brackets are refused at the 65th`() {
    #expect(Self.problem(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 64, SourcePosition(line: 1, column: 65)))
  }

  @Test func `levels behind aliases count, so that a chain of aliases cannot nest without limit`() {
    // Each line is one level deeper than the one before it, by its alias.
    let chain = (1...100).map { "- &a\($0) [*a\($0 - 1)]" }
    let problem = Self.problem(["- &a0 x"].joined() + "\n" + chain.joined(separator: "\n"))
    guard case .tooDeep(limit: 64, _) = problem else {
      Issue.record("found \(String(describing: problem))")
      return
    }
  }

  @Test func `a billion laughs stop at the limit of aliased nodes`() {
    var lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      lines.append("- &a\(level) [\(aliases)]")
    }
    guard case .aliasBomb(limit: 10_000_000, let position) = Self.problem(lines.joined(separator: "\n")) else {
      Issue.record("the bomb went through")
      return
    }
    #expect(position.line > 1)
  }

  @Test func `a text may have as many nodes as the limit allows, and not one more`() {
    let limits = YAMLLimits(nodes: 4)
    #expect(Self.problem("[a, b, c]", limits: limits) == nil)
    #expect(Self.problem("[a, b, c, d]", limits: limits) == .tooManyNodes(limit: 4, SourcePosition(line: 1, column: 12)))
  }

  @Test func `an alias may be used as often as the limit allows, and not once more`() {
    let limits = YAMLLimits(aliasedNodes: 6)
    // The anchored list has three nodes: itself and its two entries.
    #expect(Self.problem("[&a [x, y], *a, *a]", limits: limits) == nil)
    #expect(
      Self.problem("[&a [x, y], *a, *a, *a]", limits: limits) == .aliasBomb(limit: 6, SourcePosition(line: 1, column: 21))
    )
  }

  @Test func `an alias inside its own anchor is refused`() {
    #expect(Self.problem("&a [x, *a]") == .aliasOfItself("a", SourcePosition(line: 1, column: 8)))
  }

  @Test func `an alias without an anchor is refused`() {
    #expect(Self.problem("- *nobody") == .unknownAlias("nobody", SourcePosition(line: 1, column: 3)))
  }

  @Test(arguments: ["!include other.yaml", "!!binary aGk=", "!!int 3", "!!set {a}"])
  func `a tag that would change a node is refused`(text: String) {
    guard case .unsupportedTag = Self.problem(text) else {
      Issue.record("the tag was taken: \(text)")
      return
    }
  }

  @Test(arguments: ["!!str 3", "!!seq [a]", "!!map {a: b}", "! a"])
  func `a tag that changes nothing is accepted`(text: String) {
    #expect(Self.problem(text) == nil)
  }

  @Test func `a byte that is not UTF-8 is found with its line and column`() {
    let bytes = Array("a: b\nlängs: ".utf8) + [0xFF] + Array("\n".utf8)
    guard case .notText(_, let position) = Self.problem(bytes) else {
      Issue.record("the byte was taken")
      return
    }
    #expect(position == SourcePosition(line: 2, column: 8))
  }

  @Test func `a text in UTF-16 is refused at its first byte`() {
    guard case .notText(_, let position) = Self.problem([0xFF, 0xFE, 0x61, 0x00]) else {
      Issue.record("UTF-16 was taken")
      return
    }
    #expect(position == SourcePosition(line: 1, column: 1))
  }

  @Test func `a control character is refused with its place`() {
    guard case .notText(_, let position) = Self.problem("a: b\nc: \u{1}\n") else {
      Issue.record("the control character was taken")
      return
    }
    #expect(position == SourcePosition(line: 2, column: 4))
  }

  @Test(arguments: ["a: [b", "a: 'b", "a: b: c", "\ta: b", "- a\nb", "{a: b}}", "%YAML 3.0\n--- a", "? a\n: b\n?c", "a: &"])
  func `a text that is not YAML gives a problem with a place, never a crash`(text: String) {
    #expect(Self.problem(text)?.position != nil)
  }
}
