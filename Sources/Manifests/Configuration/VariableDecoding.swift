import Diagnostics

/// Reads a mapping of variables to their values.
enum VariableDecoding {
  /// The values by name.
  ///
  /// - Parameters:
  ///   - node: The mapping.
  ///   - key: The key that it stands under; `nil` for a whole file.
  ///   - problems: Names that cannot be, names that stand there twice, values that are no text.
  /// - Returns: What is right.
  static func values(in node: YAMLNode, key: String?, problems: inout ProblemCollector) -> [String: String] {
    guard node.content == .mapping else {
      problems.add(.unexpected(.mapping, node.found, key: key), at: node)
      return [:]
    }
    var values: [String: String] = [:]
    var places: [String: SourcePosition] = [:]
    var children = node.children
    while let name = children.next(), let value = children.next() {
      guard name.content == .scalar, Variables.isName(name.text) else {
        problems.add(.variable(.badName(String(name.text.prefix(80)))), at: name)
        continue
      }
      if let first = places.updateValue(name.position, forKey: name.text) {
        problems.add(.duplicateKey(name.text, first: first), at: name)
      }
      switch value.content {
      case .scalar: values[name.text] = value.text
      case .nothing where !value.isPlain: values[name.text] = ""
      case .mapping, .sequence, .nothing: problems.add(.unexpected(.text, value.found, key: name.text), at: value)
      }
    }
    return values
  }
}
