import Diagnostics
import SegmentModel

/// The nodes of a text with their places, in one array: a node's children stand behind it, and behind them its next sibling.
///
/// A manifest with a million members is a million nodes. Each takes 24 bytes and no allocation of its own: an id is kept as its
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

  /// 24 bytes: what most nodes, ids, do not need is not kept for them.
  struct Record: Sendable {
    /// Texts have fewer bytes than 2²⁸ (``YAMLLimits``), and so fewer columns.
    private static let mostColumn = 1 << 28 - 1

    /// Of an id its bits.
    ///
    /// Else the upper half has the columns and the next node, 32 bits each, and the lower one is for the kind to say.
    private var bits: UUIDBits
    let line: UInt32
    /// The column, above three bits of kind and one that says whether it is plain.
    private let mark: UInt32

    /// A scalar that is an id, without properties: it takes as many columns as ids have.
    init(identifier: UUIDBits, isPlain: Bool, line: Int, column: Int) {
      bits = identifier
      self.line = UInt32(truncatingIfNeeded: line)
      mark = Self.mark(.identifier, isPlain: isPlain, column: column)
    }

    /// Any other node; `reference` is the number of its text, or of the node that it names.
    init(_ kind: Kind, isPlain: Bool, line: Int, column: Int, columns: Int, reference: Int = 0) {
      bits = UUIDBits(high: UInt64(UInt32(truncatingIfNeeded: columns)) << 32, low: UInt64(reference))
      self.line = UInt32(truncatingIfNeeded: line)
      mark = Self.mark(kind, isPlain: isPlain, column: column)
    }

    /// The columns of an id.
    static func columnsOfIdentifier(isPlain: Bool) -> Int { UUIDBits.textLength + (isPlain ? 0 : 2) }

    var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: mark >> 1 & 7)) ?? .text }
    /// A scalar without quotes or tag, so that `~` means nothing and not a tilde.
    var isPlain: Bool { mark & 1 == 1 }
    var column: Int { Int(mark >> 4) }
    /// How many columns of its first line the node takes; at least 1.
    var columns: Int { kind == .identifier ? Self.columnsOfIdentifier(isPlain: isPlain) : Int(bits.high >> 32) }
    /// The bits of an id.
    var identifier: UUIDBits { bits }
    /// The number of a scalar's text, or of the node that an alias names.
    var reference: Int { Int(truncatingIfNeeded: bits.low) }

    /// The number of the node behind this one, which has this number, and its children.
    func next(after index: Int) -> Int { kind == .identifier ? index + 1 : Int(bits.high & 0xFFFF_FFFF) }

    /// Notes the number of the node behind this one and its children.
    mutating func setNext(_ next: Int) {
      guard kind != .identifier else { return }
      bits = UUIDBits(high: bits.high & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(truncatingIfNeeded: next)), low: bits.low)
    }

    private static func mark(_ kind: Kind, isPlain: Bool, column: Int) -> UInt32 {
      UInt32(min(column, mostColumn)) << 4 | UInt32(kind.rawValue) << 1 | (isPlain ? 1 : 0)
    }
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
