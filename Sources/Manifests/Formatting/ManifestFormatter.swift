package import Diagnostics
import SegmentModel

/// Formats manifests as `docs/tools.md` describes, with every comment kept.
package enum ManifestFormatter {
  /// The formatted text; a text that is formatted already stays the same.
  ///
  /// O(n log n) in the lines.
  ///
  /// - Throws: `DiagnosticsError` when the text is not YAML, or has something that cannot be formatted.
  package static func format(_ bytes: [UInt8], file: String) throws(DiagnosticsError) -> [UInt8] {
    let source = SourceText(file: file, bytes: bytes)
    do throws(FormattingProblem) {
      return try faithful(source)
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics(of: source))
    }
  }

  /// Formats, and checks that the meaning stays the same and that formatting again changes nothing.
  private static func faithful(_ source: SourceText) throws(FormattingProblem) -> [UInt8] {
    let original = try format(source)
    if original.text == source.bytes { return original.text }
    guard let again = try? format(SourceText(file: source.file, bytes: original.text)),
      again.text == original.text,
      ManifestMeaning.documents(of: again.tree) == ManifestMeaning.documents(of: original.tree)
    else { throw .unfaithful }
    return original.text
  }

  private static func format(_ source: SourceText) throws(FormattingProblem) -> (tree: YAMLTree, text: [UInt8]) {
    let (tree, outline): (YAMLTree, YAMLOutline)
    do throws(YAMLProblem) {
      (tree, outline) = try YAMLTreeBuilder.outlinedTree(of: source)
    } catch {
      throw .yaml(error)
    }
    let bytes = IdentifierCase(outline: outline, tree: tree).lowered(source.bytes)
    guard let lines = LineTable(bytes, lines: source.lines) else { throw .lineEnds }
    return (tree, try BlockReader(lines: lines, outline: outline, tree: tree).text())
  }
}

extension BlockReader {
  /// The text with its documents formatted.
  ///
  /// Directives, document marks and what is between documents stay the same.
  func text() throws(FormattingProblem) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(lines.bytes.count)
    var next = 0
    for root in tree.roots {
      let extent = outline.extents[root]
      if isBlockCollection(root) {
        next = try writeBlock(root, from: next, to: &text)
      } else if extent.end > extent.start {
        // A list or mapping in brackets, or a text, has nothing to sort.
        while next <= min(extent.endLine, lines.count - 1) {
          text += lines.content(next)
          text.append(UInt8(ascii: "\n"))
          next += 1
        }
      }
    }
    var last = lines.count
    while last > next, lines.content(last - 1).trimmed.isEmpty { last -= 1 }
    copy(next..<last, to: &text)
    return text
  }

  /// Writes a document whose root is a block, with what is before it, and returns the line after it with its comments.
  private func writeBlock(_ root: Int, from start: Int, to text: inout [UInt8]) throws(FormattingProblem) -> Int {
    let first = try place(ofEntry: root + 1, in: root)
    guard first.line >= start else { throw .unsupported(line: first.line) }
    let mark = (start..<first.line).last { lines.content($0).starts(with: "---".utf8) }
    let behindMark = mark.map { $0 + 1 } ?? start
    copy(start..<behindMark, to: &text)
    let (block, next) = try self.block(
      root,
      .mapping(.manifest),
      indent: 0,
      opening: documentOpening(try remarks(behindMark..<first.line)),
      outerColumn: -1,
      end: endOfRemarks(from: outline.extents[root].endLine + 1)
    )
    block.write(to: &text, indent: 0)
    return next
  }

  /// As for any block, except that lines for an editor stay at the top too.
  private func documentOpening(_ remarks: [FormattedBlock.Remark]) -> FormattedBlock {
    var opening = opening(remarks)
    if let last = opening.tail.lastIndex(where: Self.isForEditor) {
      opening.head += opening.tail[...last]
      opening.tail.removeSubrange(...last)
    }
    return opening
  }

  private static func isForEditor(_ remark: FormattedBlock.Remark) -> Bool {
    let text = String(decoding: remark, as: UTF8.self)
    return ["yaml-language-server:", "-*-", " vim:", " vi:"].contains { text.contains($0) }
  }

  /// The first line from here on that is neither blank nor a comment.
  private func endOfRemarks(from first: Int) -> Int {
    var line = first
    while line < lines.count {
      let content = lines.content(line).trimmed
      guard content.first ?? UInt8(ascii: "#") == UInt8(ascii: "#") else { break }
      line += 1
    }
    return max(line, first)
  }

  private func copy(_ range: Range<Int>, to text: inout [UInt8]) {
    for line in range {
      text += lines.content(line).trimmingEnd
      text.append(UInt8(ascii: "\n"))
    }
  }
}
