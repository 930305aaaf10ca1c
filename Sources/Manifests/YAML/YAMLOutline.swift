import CLibYAML

/// Where the nodes of a text begin and end and how they are written, which only a formatter needs.
///
/// Nodes have the same numbers as in the ``YAMLTree`` of the text.
struct YAMLOutline: Sendable {
  struct Extent: Sendable {
    /// Whether it is a collection without brackets, or a text with `|` or `>`.
    let isBlock: Bool
    /// The byte at which the node begins, with its anchor and tag.
    let start: Int
    /// The byte after the node; for a collection without brackets, after its last child.
    var end: Int
    /// The last line of the node, counted from 0.
    var endLine: Int
  }

  private(set) var extents: [Extent] = []
  /// The anchors by node.
  private(set) var anchors: [Int: String] = [:]
  private var cursor: CodePointCursor

  init(of source: SourceText) { cursor = CodePointCursor(bytes: source.bytes) }

  /// Adds the next node, in the innermost collection that has not ended yet.
  mutating func add(_ event: UnsafePointer<yaml_event_t>, isBlock: Bool, anchor: String?, to parent: Int?) {
    let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
    anchors[extents.count] = anchor
    // libyaml ends a text with `|` where the next line begins.
    let endsAtLineStart = isBlock && end.column == 0 && end.line > start.line
    let extent = Extent(
      isBlock: isBlock,
      start: cursor.byte(ofCodePoint: start.index),
      end: cursor.byte(ofCodePoint: end.index),
      endLine: endsAtLineStart ? end.line - 1 : end.line
    )
    extents.append(extent)
    extend(parent, to: extent)
  }

  /// Ends a collection.
  mutating func close(_ index: Int, _ event: UnsafePointer<yaml_event_t>, in parent: Int?) {
    // libyaml ends a block where the next token begins, after comments that do not belong to it. There the children
    // tell the end.
    if !extents[index].isBlock {
      extents[index].end = cursor.byte(ofCodePoint: event.pointee.end_mark.index)
      extents[index].endLine = event.pointee.end_mark.line
    }
    extend(parent, to: extents[index])
  }

  /// A collection reaches as far as its children do.
  private mutating func extend(_ parent: Int?, to child: Extent) {
    guard let parent else { return }
    extents[parent].end = max(extents[parent].end, child.end)
    extents[parent].endLine = max(extents[parent].endLine, child.endLine)
  }
}
