import SegmentModel

extension BlockReader {
  /// Where the entry of a block with this key or item begins.
  func place(ofEntry node: Int, in block: Int) throws(YAMLProblem) -> Place {
    let startLine = startLine(node)
    if isMapping(block) { return Place(line: startLine, byte: outline.extents[node].start) }
    // An item stands behind its dash, or on a line below.
    var byte = outline.extents[node].start - 1
    while byte >= lines.start(startLine), lines.bytes[byte].isBlank { byte -= 1 }
    if byte >= lines.start(startLine) {
      guard lines.bytes[byte] == UInt8(ascii: "-") else { throw .unsupported(line: startLine) }
      return Place(line: startLine, byte: byte)
    }
    for line in stride(from: startLine - 1, through: 0, by: -1) {
      let content = lines.content(line).trimmed
      if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
      let dashes = content.prefix { $0 != UInt8(ascii: "#") }.trimmingEnd
      guard dashes.last == UInt8(ascii: "-") else { throw .unsupported(line: line) }
      return Place(line: line, byte: dashes.endIndex - 1)
    }
    throw .unsupported(line: startLine)
  }

  /// Reads `key: value`, and returns the first line that is not part of it.
  func readMappingEntry(
    value: Int,
    _ shape: ManifestShape?,
    _ context: Context,
    into piece: inout FormattedBlock.Piece
  ) throws(YAMLProblem) -> Int {
    let key = outline.extents[piece.node]
    let line = context.place.line
    let isScalar = [.text, .identifier].contains(tree.records[piece.node].kind)
    guard isScalar, !key.isBlock, key.end > key.start, key.endLine == line else { throw .unsupported(line: line) }
    let behindKey = lines.rest(of: line, from: key.end).drop { $0.isBlank }
    guard behindKey.first == UInt8(ascii: ":") else { throw .unsupported(line: line) }
    piece.body += lines.bytes[key.start..<key.end]
    piece.body.append(UInt8(ascii: ":"))
    append(behindKey.dropFirst().trimmed, to: &piece.body)
    guard isBlockCollection(value) else { return copyLines(of: value, context, to: &piece.body) }
    let first = try place(ofEntry: value + 1, in: value)
    guard first.line > line else { throw .unsupported(line: line) }
    let inner = try block(
      value,
      shape?.value(ofKey: text(of: piece.node)),
      indent: context.indent + 2,
      opening: opening(try remarks(line + 1..<first.line)),
      outerColumn: context.column,
      end: context.end
    )
    inner.block.write(to: &piece.body, indent: context.indent + 2)
    return inner.next
  }

  /// Reads `- item`, and returns the first line that is not part of it.
  func readItem(
    _ shape: ManifestShape?,
    _ context: Context,
    into piece: inout FormattedBlock.Piece
  ) throws(YAMLProblem) -> Int {
    let item = piece.node
    let line = context.place.line
    let behindDash = lines.rest(of: line, from: context.place.byte + 1).trimmed
    piece.body.append(UInt8(ascii: "-"))
    guard isBlockCollection(item) else {
      append(behindDash, to: &piece.body)
      return copyLines(of: item, context, to: &piece.body)
    }
    let first = try place(ofEntry: item + 1, in: item)
    let isBehindDash = first.line == line
    guard !isBehindDash || first.byte == behindDash.startIndex else { throw .unsupported(line: line) }
    let inner = try block(
      item,
      shape?.element,
      indent: context.indent + 2,
      opening: isBehindDash ? nil : opening(try remarks(line + 1..<first.line)),
      outerColumn: context.column,
      end: context.end
    )
    if isBehindDash || behindDash.isEmpty {
      // The comments above the entry that is now first can only stand above the dash.
      piece.leading += (inner.block.head + (inner.block.pieces.first?.leading ?? [])).withoutBlanks
      piece.body.append(UInt8(ascii: " "))
      inner.block.writeBehindDash(to: &piece.body, indent: context.indent + 2)
    } else {
      append(behindDash, to: &piece.body)
      inner.block.write(to: &piece.body, indent: context.indent + 2)
    }
    return inner.next
  }

  /// Ends the first line with what follows the key or dash: a value, an anchor, a comment.
  private func append(_ rest: ArraySlice<UInt8>, to body: inout [UInt8]) {
    if !rest.isEmpty {
      body.append(UInt8(ascii: " "))
      body += rest
    }
    body.append(UInt8(ascii: "\n"))
  }

  /// Copies the lines of a value below its first one, shifted as the entry is, and returns the line after them.
  private func copyLines(of value: Int, _ context: Context, to body: inout [UInt8]) -> Int {
    let last = lastLine(of: value)
    guard last > context.place.line else { return context.place.line + 1 }
    let shift = context.indent - context.column
    for line in context.place.line + 1...last {
      let content = lines.content(line)
      if content.isEmpty || shift == 0 {
        body += content
      } else if shift > 0 {
        body.append(contentsOf: repeatElement(UInt8(ascii: " "), count: shift))
        body += content
      } else {
        body += content.dropFirst(min(-shift, lines.indentation(line)))
      }
      body.append(UInt8(ascii: "\n"))
    }
    return last + 1
  }

  /// The last line of a value.
  ///
  /// Blank lines after a text with `|` are part of it only if it begins with `|+`.
  private func lastLine(of value: Int) -> Int {
    let extent = outline.extents[value]
    guard extent.isBlock else { return extent.endLine }
    let startLine = startLine(value)
    let header = lines.rest(of: startLine, from: extent.start).prefix { $0 != UInt8(ascii: "#") }
    if header.contains(UInt8(ascii: "+")) { return extent.endLine }
    var last = min(extent.endLine, lines.count - 1)
    while last > startLine, lines.content(last).trimmed.isEmpty { last -= 1 }
    return last
  }
}
