import Diagnostics
import SegmentModel

/// The nodes of a text with their places, in one array: after a node come its children, then its next sibling.
///
/// A node takes 24 bytes, an id 16 more and a text 4 and its bytes. A class, so that a ``YAMLNode`` is a reference and
/// two numbers.
final class YAMLTree: Sendable {
  enum Kind: UInt8, Sendable {
    /// Its children are keys and values in turn.
    case mapping
    case sequence
    /// Any other scalar.
    case text
    /// A scalar that is a UUID in lower case.
    case identifier
    case alias
  }

  /// 32 bits are enough: a text has fewer than 2²⁸ bytes (``YAMLLimits``).
  struct Record: Sendable {
    let kind: Kind
    /// Whether it is a scalar without quotes and tag, so that `~` means nothing and not a tilde.
    let isPlain: Bool
    let line: UInt32
    let column: UInt32
    /// How many columns of its first line the node takes; at least 1.
    let columns: UInt32
    /// The number of the node after this one and its children.
    var next: UInt32
    /// The number of the scalar's text or id, or of the node that an alias names.
    var reference: UInt32 = 0
  }

  /// What a builder gathers.
  struct Nodes: Sendable {
    var records: [Record] = []
    /// The texts one after another, and where each of them ends: a million strings would take several times as much.
    var textBytes: [UInt8] = []
    var textEnds: [UInt32] = []
    var identifiers: [UUIDBits] = []
    /// The number of each document's root.
    var roots: [Int] = []
  }

  let source: SourceText
  fileprivate let nodes: Nodes

  init(source: SourceText, nodes: Nodes) {
    self.source = source
    self.nodes = nodes
  }

  var records: [Record] { nodes.records }

  var roots: [Int] { nodes.roots }

  /// The root of each document.
  var documents: [YAMLNode] { roots.map { YAMLNode(tree: self, index: $0) } }

  fileprivate func text(_ number: Int) -> String {
    let start = number == 0 ? 0 : Int(nodes.textEnds[number - 1])
    return String(decoding: nodes.textBytes[start..<Int(nodes.textEnds[number])], as: UTF8.self)
  }

  func children(of parent: Int) -> some Sequence<Int> {
    sequence(state: parent + 1) { [self, end = Int(records[parent].next)] next -> Int? in
      guard next < end else { return nil }
      defer { next = Int(records[next].next) }
      return next
    }
  }
}

/// A node of a ``YAMLTree``.
///
/// The content of an alias is that of the node it names; its place is its own.
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

  enum Content: Sendable {
    case mapping
    case sequence
    case scalar
    /// An empty, `~` or `null` scalar without quotes.
    case nothing
  }

  var content: Content {
    switch record.kind {
    case .mapping: .mapping
    case .sequence: .sequence
    case .identifier, .alias: .scalar
    case .text: isPlain && Self.nullTexts.contains(text) ? .nothing : .scalar
    }
  }

  /// The text of a scalar; empty for a collection.
  var text: String {
    switch record.kind {
    case .identifier: tree.nodes.identifiers[Int(record.reference)].text
    case .text: tree.text(Int(record.reference))
    case .mapping, .sequence, .alias: ""
    }
  }

  /// The bits of a scalar that is a UUID in any case.
  var identifier: UUIDBits? {
    switch record.kind {
    case .identifier: tree.nodes.identifiers[Int(record.reference)]
    case .text: UUIDBits(text)
    case .mapping, .sequence, .alias: nil
    }
  }

  /// Whether it is a scalar without quotes and tag.
  var isPlain: Bool { record.isPlain }

  var position: SourcePosition { SourcePosition(line: Int(tree.records[index].line), column: Int(tree.records[index].column)) }

  /// The first line of the node.
  var range: SourceRange { tree.source.range(at: position, columns: Int(tree.records[index].columns)) }

  /// The children of a sequence, or the keys and values of a mapping in turn.
  var children: some Sequence<YAMLNode> { tree.children(of: target).lazy.map { YAMLNode(tree: tree, index: $0) } }

  /// The keys of a mapping with their values.
  var fields: [(key: YAMLNode, value: YAMLNode)] {
    guard content == .mapping else { return [] }
    var fields: [(key: YAMLNode, value: YAMLNode)] = []
    var children = children.makeIterator()
    while let key = children.next(), let value = children.next() { fields.append((key, value)) }
    return fields
  }

  private var record: YAMLTree.Record { tree.records[target] }

  /// The ways of the core schema to write nothing (YAML 1.2, 10.3.2).
  private static let nullTexts: Set<String> = ["", "~", "null", "Null", "NULL"]
}
