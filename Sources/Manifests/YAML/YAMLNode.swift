import Diagnostics
import SegmentModel

/// A node of a ``YAMLTree``, aliases followed: its content is that of the node it names, its place is its own.
struct YAMLNode: Sendable {
  private let tree: YAMLTree
  /// The node itself, perhaps an alias.
  private let index: Int
  /// The node with the content.
  private let target: Int

  init(tree: YAMLTree, index: Int) {
    self.tree = tree
    self.index = index
    var target = index
    // Each alias names a node before it, so this ends.
    while tree.records[target].kind == .alias { target = Int(tree.records[target].reference) }
    self.target = target
  }

  /// What a node is.
  enum Content: Sendable {
    case mapping
    case sequence
    case scalar
    /// An empty, `~` or `null` scalar without quotes.
    case nothing
  }

  var content: Content {
    switch tree.records[target].kind {
    case .mapping: .mapping
    case .sequence: .sequence
    case .identifier, .alias: .scalar
    case .text: isPlain && Self.nullTexts.contains(storedText) ? .nothing : .scalar
    }
  }

  /// The text of a scalar; empty for a collection.
  var text: String {
    switch tree.records[target].kind {
    case .identifier: tree.records[target].identifier.text
    case .text: storedText
    case .mapping, .sequence, .alias: ""
    }
  }

  /// The bits of a scalar that is a UUID in any case; `nil` for everything else.
  var identifier: UUIDBits? {
    switch tree.records[target].kind {
    case .identifier: tree.records[target].identifier
    case .text: UUIDBits(storedText)
    case .mapping, .sequence, .alias: nil
    }
  }

  /// Whether it is a scalar without quotes or tag.
  var isPlain: Bool { tree.records[target].isPlain }

  var position: SourcePosition {
    SourcePosition(line: Int(tree.records[index].line), column: Int(tree.records[index].column))
  }

  /// The first line of the node.
  var range: SourceRange { tree.source.range(at: position, columns: Int(tree.records[index].columns)) }

  /// The children of a sequence, or the keys and values of a mapping by turns; none for a scalar.
  var children: Children { Children(tree: tree, parent: target) }

  /// The keys of a mapping with their values.
  var fields: [(key: YAMLNode, value: YAMLNode)] {
    var fields: [(key: YAMLNode, value: YAMLNode)] = []
    var children = children
    while let key = children.next(), let value = children.next() { fields.append((key, value)) }
    return fields
  }

  /// How many children there are at most: exactly so many where none has children itself.
  var mostChildren: Int { Int(tree.records[target].next) - target - 1 }

  /// The nodes under a node, in the order of the text.
  struct Children: Sequence, IteratorProtocol {
    private let tree: YAMLTree
    private var following: Int
    private let end: Int

    fileprivate init(tree: YAMLTree, parent: Int) {
      self.tree = tree
      following = parent + 1
      end = Int(tree.records[parent].next)
    }

    mutating func next() -> YAMLNode? {
      guard following < end else { return nil }
      defer { following = Int(tree.records[following].next) }
      return YAMLNode(tree: tree, index: following)
    }
  }

  private var storedText: String { tree.texts[Int(tree.records[target].reference)] }

  /// The core schema's ways to write nothing (YAML 1.2, 10.3.2).
  private static let nullTexts: Set<String> = ["", "~", "null", "Null", "NULL"]
}
