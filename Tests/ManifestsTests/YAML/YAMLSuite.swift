import Diagnostics
import FoundationEssentials
import TestSupport
import Testing

@testable import Manifests

/// Texts that others collected to test YAML readers, each with its nodes as another reader places them: the test data of PyYAML, where
/// libyaml's author wrote down the examples of the YAML specification and what readers got wrong.
///
/// `Suite/LICENSE` is the licence of the data.
struct YAMLSuite: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    /// The file in PyYAML's `tests/legacy_tests/data`.
    let name: String
    let text: String
    /// The nodes, indented by depth, each as `line:column kind`.
    let nodes: [String]
    /// Why the text is not read, empty when it is.
    let refusal: String

    var testDescription: String { name }

    /// What our reader makes of the text: its nodes, or the reason for refusing it.
    var reading: (nodes: [String], refusal: String) {
      do throws(YAMLProblem) {
        let tree = try YAMLTreeBuilder.tree(of: SourceText(file: name, bytes: Array(text.utf8)))
        return (tree.documents.flatMap { Self.outline($0, depth: 0) }, "")
      } catch {
        return ([], Self.words(for: error))
      }
    }

    private static func words(for problem: YAMLProblem) -> String {
      switch problem {
      case .unsupportedTag: "refused: tag"
      case .unknownAlias: "refused: alias"
      case .aliasOfItself: "refused: self"
      case .syntax, .notText: "refused: syntax"
      case .tooDeep, .tooManyNodes, .aliasBomb, .outOfMemory: "refused: limits"
      case .lineEnds, .unsupported, .unfaithful: "not formatted"
      }
    }

    private static func outline(_ node: YAMLNode, depth: Int) -> [String] {
      let kind =
        switch node.content {
        case .mapping: "mapping"
        case .sequence: "sequence"
        case .scalar: "\"\(node.text)\""
        case .nothing: "nothing"
        }
      let line = String(repeating: "  ", count: depth) + "\(node.position.line):\(node.position.column) \(kind)"
      return [line] + node.children.flatMap { outline($0, depth: depth + 1) }
    }
  }

  let cases: [Case]

  /// - Throws: When the file is missing or is no such file.
  static func read() throws -> [Case] {
    let url = URL(filePath: "\(RepositoryRoot.path)/Tests/ManifestsTests/YAML/Suite/pyyaml.json")
    return try JSONDecoder().decode(YAMLSuite.self, from: Data(contentsOf: url)).cases
  }
}
