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
    /// The bits of an id.
    var identifier = UUIDBits(high: 0, low: 0)
  }

  let source: SourceText
  let records: [Record]
  /// The texts of the scalars that are no ids.
  let texts: [String]
  /// The nodes at the roots of the text's documents.
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
