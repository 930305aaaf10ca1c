/// Where the nodes of a text begin and end, and how they are written: what a formatter needs and a reader does not.
///
/// The nodes stand in the order of the text: a collection before its children, a key before its value.
struct YAMLOutline: Sendable {
  enum Kind: UInt8, Sendable {
    case blockMapping
    case blockSequence
    /// A mapping or sequence in brackets; its children stand behind it like those of any other.
    case flowMapping
    case flowSequence
    case scalar
    case alias
  }

  struct Record: Sendable {
    let kind: Kind
    /// A text with `|` or `>`.
    let isBlockScalar: Bool
    /// The byte at which the node begins, its anchor and tag included.
    let start: Int
    /// The byte behind the node; for collections in block style that of their last child.
    var end: Int
    /// The line at which it begins, counted from 0.
    let startLine: Int
    /// The last line that has something of it, counted from 0.
    var endLine: Int
    /// The number of the node behind this one and its children.
    var next: Int
  }

  let records: [Record]
  /// The nodes at the roots of the text's documents.
  let roots: [Int]
  /// The anchors by the node that has them.
  let anchors: [Int: String]
  /// The names that aliases refer to, by the alias.
  let aliases: [Int: String]

  /// The children of a collection; keys and values by turns in a mapping.
  func children(of parent: Int) -> [Int] {
    var children: [Int] = []
    var child = parent + 1
    while child < records[parent].next {
      children.append(child)
      child = records[child].next
    }
    return children
  }
}
