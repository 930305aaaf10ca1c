import Diagnostics
import SegmentModel

/// The nodes of a text with their places, in one array: a node's children stand behind it, and behind them its next sibling.
///
/// A manifest with a million members is a million nodes. Each takes 40 bytes and no allocation of its own: an id is kept as its
/// 16 bytes, an alias as the number of the node that it names. A class, so that a node of it is a reference and a number.
final class YAMLTree: Sendable {
  enum Kind: UInt8, Sendable {
    /// Keys and values by turns.
    case mapping
    case sequence
    /// Any other scalar.
    case text
    /// A scalar that is a UUID in lower case, without anchor or tag.
    case identifier
    /// Names a node that stands before it.
    case alias
  }

  /// Numbers of 32 bits are enough: a text has fewer bytes than 2²⁸ (``YAMLLimits``).
  struct Record: Sendable {
    let kind: Kind
    /// A scalar without quotes or tag, so that `~` means nothing and not a tilde.
    let isPlain: Bool
    let line: UInt32
    let column: UInt32
    /// How many columns of its first line the node takes; at least 1.
    let columns: UInt32
    /// The number of the node behind this one and its children.
    var next: UInt32
    /// The number of a scalar's text, or of the node that an alias names.
    var reference: UInt32 = 0
    var identifier = UUIDBits(high: 0, low: 0)
  }

  let source: SourceText
  let records: [Record]
  /// The texts of the scalars that are no ids.
  let texts: [String]
  private let roots: [Int]

  init(source: SourceText, records: [Record], texts: [String], roots: [Int]) {
    self.source = source
    self.records = records
    self.texts = texts
    self.roots = roots
  }

  /// The root of each document; a text without any has none.
  var documents: [YAMLNode] { roots.map { YAMLNode(tree: self, index: $0) } }
}

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

  /// The keys of a mapping with their values; none for any other node.
  var fields: [(key: YAMLNode, value: YAMLNode)] {
    guard content == .mapping else { return [] }
    var fields: [(key: YAMLNode, value: YAMLNode)] = []
    var children = children
    while let key = children.next(), let value = children.next() { fields.append((key, value)) }
    return fields
  }

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
