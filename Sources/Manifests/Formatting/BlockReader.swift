/// Takes the blocks of a text apart, puts their entries into order, and writes them with two spaces a level.
///
/// libyaml says where nodes are; comments and blank lines are what lies between them. Values in one line, in brackets, or with `|` are
/// copied as they are.
struct BlockReader {
  let lines: LineTable
  let outline: YAMLOutline
  let tree: YAMLTree
  /// The nodes that are aliases or have anchors, in the order of the text.
  let tied: [Int]
  /// Whether a name is given to two nodes: an alias then means the nearer one above, and nothing may move.
  let reusesNames: Bool

  init(lines: LineTable, outline: YAMLOutline, tree: YAMLTree) {
    self.lines = lines
    self.outline = outline
    self.tree = tree
    tied = (Array(outline.anchors.keys) + outline.aliases.keys).sorted()
    reusesNames = Set(outline.anchors.values).count < outline.anchors.count
  }

  /// Where an entry begins: its key, or its dash.
  struct Place {
    let line: Int
    let byte: Int
  }

  /// A block with its entries in order.
  ///
  /// - Parameters:
  ///   - index: The node.
  ///   - shape: What it is in a manifest; `nil` when that is not known.
  ///   - indent: The indentation that its entries get.
  ///   - opening: The comments between what announces the block and its first entry; `nil` when that begins behind a dash.
  ///   - outerColumn: The column of the entry that holds the block; -1 at the root.
  ///   - end: The line before which the comments behind the block end.
  /// - Returns: The block, and the first line that is not part of it.
  /// - Throws: ``FormattingProblem/unsupported(line:)``.
  func block(
    _ index: Int,
    _ shape: ManifestShape?,
    indent: Int,
    opening: FormattedBlock?,
    outerColumn: Int,
    end: Int
  ) throws(FormattingProblem) -> (block: FormattedBlock, next: Int) {
    let children = outline.children(of: index)
    let isMapping = outline.records[index].kind == .blockMapping
    let count = isMapping ? children.count / 2 : children.count
    var block = opening ?? FormattedBlock()
    // The comments above the first entry wait in its place.
    var leading = block.tail
    block.tail = []
    block.pieces.reserveCapacity(count)
    let first = try place(ofEntry: children[0], isMapping: isMapping)
    let column = first.byte - lines.start(first.line)
    var place = first
    var next = first.line
    for entry in 0..<count {
      let node = children[isMapping ? 2 * entry : entry]
      if entry > 0 || opening != nil {
        guard lines.indentation(place.line) == column, place.byte - lines.start(place.line) == column else {
          throw .unsupported(line: place.line)
        }
      }
      let following =
        entry + 1 < count
        ? try self.place(ofEntry: children[isMapping ? 2 * entry + 2 : entry + 1], isMapping: isMapping) : nil
      let context = Context(place: place, column: column, indent: indent, end: following?.line ?? end)
      var piece = FormattedBlock.Piece(node: node, leading: leading, body: [])
      if isMapping {
        next = try readMappingEntry(value: children[2 * entry + 1], shape, context, into: &piece)
      } else {
        next = try readItem(shape, context, into: &piece)
      }
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
    /// The column of the block that it is in.
    let column: Int
    /// The indentation that the block gets.
    let indent: Int
    /// The line of the next entry, or where the comments behind the last one end.
    let end: Int
  }

  /// Comments and blank lines, of which several become one; anything else cannot be laid out.
  func remarks(_ range: Range<Int>) throws(FormattingProblem) -> [FormattedBlock.Remark] {
    var remarks: [FormattedBlock.Remark] = []
    for line in range {
      let content = lines.content(line).trimmed
      guard content.first ?? UInt8(ascii: "#") == UInt8(ascii: "#") else { throw .unsupported(line: line) }
      if content.isEmpty && remarks.last?.isEmpty == true { continue }
      remarks.append(content)
    }
    return remarks
  }

  /// What stands between the line that announces a block and its first entry: the head up to the last blank line, and what belongs to the
  /// entry, for now as the tail.
  func opening(_ remarks: [FormattedBlock.Remark]) -> FormattedBlock {
    let remarks = remarks.withoutBlanksAtStart
    let split = remarks.lastIndex(where: \.isEmpty).map { $0 + 1 } ?? 0
    return FormattedBlock(head: Array(remarks[..<split]), tail: Array(remarks[split...]))
  }

  /// The line behind the last comment that is indented as the block is, or deeper.
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
