/// Splits a text into blocks, sorts their entries, and writes them with two spaces per level.
///
/// libyaml tells where nodes are; comments and blank lines are what is between them. Values on one line, in brackets,
/// or with `|` are copied unchanged.
struct BlockReader {
  let lines: LineTable
  let outline: YAMLOutline
  let tree: YAMLTree
  /// The nodes that are aliases or have anchors, in the order of the text.
  let tied: [Int]
  /// Whether two nodes have the same anchor.
  ///
  /// An alias then means the nearer one above it, so nothing may move.
  let reusesNames: Bool

  init(lines: LineTable, outline: YAMLOutline, tree: YAMLTree) {
    self.lines = lines
    self.outline = outline
    self.tree = tree
    tied = tree.records.indices.filter { tree.records[$0].kind == .alias || outline.anchors[$0] != nil }
    reusesNames = Set(outline.anchors.values).count < outline.anchors.count
  }

  func isMapping(_ node: Int) -> Bool { tree.records[node].kind == .mapping }

  func isBlockCollection(_ node: Int) -> Bool {
    outline.extents[node].isBlock && (isMapping(node) || tree.records[node].kind == .sequence)
  }

  /// The line at which a node begins, counted from 0.
  func startLine(_ node: Int) -> Int { Int(tree.records[node].line) - 1 }

  func text(of node: Int) -> String { YAMLNode(tree: tree, index: node).text }

  /// Where the key or the dash of an entry is.
  struct Place {
    let line: Int
    let byte: Int
  }

  /// The block of a node with its entries in order, and the first line that is not part of it.
  ///
  /// `indent` is the new indentation of its entries, `opening` the comments above the first one (`nil` after a dash),
  /// `outerColumn` the column of the entry that holds the block (-1 at the root), and `end` the line at which the
  /// comments after the block end.
  func block(
    _ index: Int,
    _ shape: ManifestShape?,
    indent: Int,
    opening: FormattedBlock?,
    outerColumn: Int,
    end: Int
  ) throws(YAMLProblem) -> (block: FormattedBlock, next: Int) {
    let children = Array(tree.children(of: index))
    let step = isMapping(index) ? 2 : 1
    var block = opening ?? FormattedBlock()
    // The comments above the first entry wait in its place.
    var leading = block.tail
    block.tail = []
    let first = try place(ofEntry: children[0], in: index)
    let column = first.byte - lines.start(first.line)
    var place = first
    var next = first.line
    for entry in stride(from: 0, to: children.count, by: step) {
      if entry > 0 || opening != nil {
        guard lines.indentation(place.line) == column, place.byte - lines.start(place.line) == column else {
          throw .unsupported(line: place.line)
        }
      }
      let following = entry + step < children.count ? try self.place(ofEntry: children[entry + step], in: index) : nil
      let context = Context(place: place, column: column, indent: indent, end: following?.line ?? end)
      var piece = FormattedBlock.Piece(node: children[entry], leading: leading, body: [])
      next =
        isMapping(index)
        ? try readMappingEntry(value: children[entry + 1], shape, context, into: &piece)
        : try readItem(shape, context, into: &piece)
      guard next <= context.end else { throw .unsupported(line: context.end) }
      block.pieces.append(piece)
      if let following {
        leading = try remarks(next..<following.line)
        place = following
      }
    }
    if column > outerColumn {
      let last = lastRemark(from: next, end: end, column: column)
      block.tail = try remarks(next..<last)
      next = last
    }
    order(&block, of: index, shape)
    return (block, next)
  }

  struct Context {
    let place: Place
    /// The column of the block.
    let column: Int
    /// The new indentation of the block.
    let indent: Int
    /// The line of the next entry, or where the comments after the last one end.
    let end: Int
  }

  /// Comments and blank lines, with several blank lines as one.
  ///
  /// Anything else cannot be formatted.
  func remarks(_ range: Range<Int>) throws(YAMLProblem) -> [FormattedBlock.Remark] {
    var remarks: [FormattedBlock.Remark] = []
    for line in range {
      let content = lines.content(line).trimmed
      guard content.first ?? UInt8(ascii: "#") == UInt8(ascii: "#") else { throw .unsupported(line: line) }
      if content.isEmpty && remarks.last?.isEmpty == true { continue }
      remarks.append(content)
    }
    return remarks
  }

  /// The comments above the first entry of a block: the head up to the last blank line, and for now as the tail, those
  /// of the entry.
  func opening(_ remarks: [FormattedBlock.Remark]) -> FormattedBlock {
    let remarks = remarks.withoutBlanksAtStart
    let split = remarks.lastIndex(where: \.isEmpty).map { $0 + 1 } ?? 0
    return FormattedBlock(head: Array(remarks[..<split]), tail: Array(remarks[split...]))
  }

  /// The line after the last comment with at least the indentation of the block.
  private func lastRemark(from first: Int, end: Int, column: Int) -> Int {
    var last = first
    for line in first..<max(first, end) {
      let content = lines.content(line).trimmed
      if content.isEmpty { continue }
      guard content.first == UInt8(ascii: "#"), content.startIndex - lines.start(line) >= column else { break }
      last = line + 1
    }
    return last
  }
}
