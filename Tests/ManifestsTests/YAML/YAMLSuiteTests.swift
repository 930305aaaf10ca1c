import Diagnostics
import Testing

@testable import Manifests

struct YAMLSuiteTests {
  /// Where our reader differs from PyYAML's, and why; docs/yaml.md has the same table.
  private static let differences: [String: String] = [
    "emitting-unacceptable-unicode-character-bug-py3.data": "libyaml refuses the escape of a lone surrogate",
    "emitting-unacceptable-unicode-character-bug.data": "libyaml refuses the escape of a lone surrogate",
    "spec-07-01.data": "libyaml refuses directives that it does not know",
    "spec-08-13.data": "libyaml refuses a key in brackets that ends in a colon",
    "spec-09-20.data": "libyaml refuses a tab at the start of a text in block style",
    "spec-05-02-utf8.data": "libyaml refuses a byte order mark inside a text, as the example says it should be",
    "no-node-1.loader-error": "refused too, for the tag before the text that is not YAML",
    "no-node-2.loader-error": "refused too, for the tag before the text that is not YAML",
    "spec-08-06.data": "refused too, for the tag before the text that is not YAML",
    "spec-10-07.data": "the place of a key or value that is not there, in brackets: libyaml names that of what follows",
    "spec-10-09.data": "the place of a key or value that is not there, in brackets: libyaml names that of what follows",
    "spec-10-10.data": "the place of a key or value that is not there, in brackets: libyaml names that of what follows",
    "spec-10-11.data": "the place of a key or value that is not there, in brackets: libyaml names that of what follows",
  ]

  @Test func `segplan reads a text with the same values and places as PyYAML's own parser`() throws {
    let cases = try YAMLSuite.read()
    #expect(cases.count > 350)
    for example in cases where Self.differences[example.name] == nil {
      let (nodes, refusal) = example.reading
      #expect(refusal == example.refusal, "\(example.name): \(example.text)")
      #expect(nodes.map { Array($0.utf8) } == example.nodes.map { Array($0.utf8) }, "\(example.name): \(nodes) \(example.nodes)")
    }
  }

  @Test func `every listed difference is a real difference`() throws {
    let cases = try YAMLSuite.read()
    for name in Self.differences.keys {
      let example = try #require(cases.first { $0.name == name })
      #expect(example.reading.nodes != example.nodes || example.reading.refusal != example.refusal, "\(name)")
    }
  }

  @Test func `the formatter refuses a text or gives it a stable form with the same meaning`() throws {
    var formatted = 0
    for example in try YAMLSuite.read() {
      let (text, problems) = Self.format(example)
      if let text { formatted += 1; #expect(try ManifestFormatter.format(text, file: "again") == text, "\(example.name)") }
      let isLeftAlone = problems.allSatisfy { !$0.summary.hasPrefix("formatting ") }
      #expect(isLeftAlone, "\(example.name): \(example.text)")
    }
    #expect(formatted > 100)
  }

  private static func format(_ example: YAMLSuite.Case) -> (text: [UInt8]?, problems: [Diagnostic]) {
    do throws(DiagnosticsError) {
      return (try ManifestFormatter.format(Array(example.text.utf8), file: example.name), [])
    } catch {
      return (nil, error.diagnostics)
    }
  }
}
