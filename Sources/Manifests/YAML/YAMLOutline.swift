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
  /// The collections that have not ended yet.
  private var open: [Int] = []

  init(of source: SourceText) { cursor = CodePointCursor(bytes: source.bytes) }

  mutating func receive(_ event: UnsafePointer<yaml_event_t>) {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let data = event.pointee.data.scalar
      let isBlock = data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
      add(event, isBlock: isBlock, anchor: data.anchor)
    case YAML_ALIAS_EVENT:
      add(event, isBlock: false, anchor: nil)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.pointee.data.sequence_start
      add(event, isBlock: data.style != YAML_FLOW_SEQUENCE_STYLE, anchor: data.anchor)
      open.append(extents.count - 1)
    case YAML_MAPPING_START_EVENT:
      let data = event.pointee.data.mapping_start
      add(event, isBlock: data.style != YAML_FLOW_MAPPING_STYLE, anchor: data.anchor)
      open.append(extents.count - 1)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      guard let index = open.popLast() else { return }
      // libyaml ends a block where the next token begins, after comments that do not belong to it. There the children
      // tell the end.
      if !extents[index].isBlock {
        extents[index].end = cursor.byte(ofCodePoint: event.pointee.end_mark.index)
        extents[index].endLine = event.pointee.end_mark.line
      }
      extendParent(to: extents[index])
    default:
      break
    }
  }

  private mutating func add(_ event: UnsafePointer<yaml_event_t>, isBlock: Bool, anchor: UnsafeMutablePointer<yaml_char_t>?) {
    let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
    if let anchor { anchors[extents.count] = String(cString: anchor) }
    // libyaml ends a text with `|` where the next line begins.
    let endsAtLineStart = isBlock && end.column == 0 && end.line > start.line
    extents.append(
      Extent(
        isBlock: isBlock,
        start: cursor.byte(ofCodePoint: start.index),
        end: cursor.byte(ofCodePoint: end.index),
        endLine: endsAtLineStart ? end.line - 1 : end.line
      )
    )
    extendParent(to: extents[extents.count - 1])
  }

  /// A collection reaches as far as its children do.
  private mutating func extendParent(to child: Extent) {
    guard let parent = open.last else { return }
    extents[parent].end = max(extents[parent].end, child.end)
    extents[parent].endLine = max(extents[parent].endLine, child.endLine)
  }
}
