import CLibYAML
import Diagnostics

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

  private(set) var records: [Record] = []
  private(set) var roots: [Int] = []
  /// The anchors by the node that has them.
  private(set) var anchors: [Int: String] = [:]
  /// The names that aliases refer to, by the alias.
  private(set) var aliases: [Int: String] = [:]
  private var cursor: CodePointCursor
  /// The collections that have not ended yet.
  private var open: [Int] = []

  init(of source: SourceText) { cursor = CodePointCursor(bytes: source.bytes) }

  func children(of parent: Int) -> [Int] {
    var children: [Int] = []
    var child = parent + 1
    while child < records[parent].next {
      children.append(child)
      child = records[child].next
    }
    return children
  }

  /// Takes the next event of a text that is YAML.
  mutating func receive(_ event: UnsafePointer<yaml_event_t>) {
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let data = event.pointee.data.scalar
      let isBlock = data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
      add(.scalar, event, anchor: data.anchor, isBlockScalar: isBlock)
      extendParent(to: records.count - 1)
    case YAML_ALIAS_EVENT:
      aliases[records.count] = String(cString: event.pointee.data.alias.anchor)
      add(.alias, event, anchor: nil)
      extendParent(to: records.count - 1)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.pointee.data.sequence_start
      begin(data.style == YAML_FLOW_SEQUENCE_STYLE ? .flowSequence : .blockSequence, event, anchor: data.anchor)
    case YAML_MAPPING_START_EVENT:
      let data = event.pointee.data.mapping_start
      begin(data.style == YAML_FLOW_MAPPING_STYLE ? .flowMapping : .blockMapping, event, anchor: data.anchor)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      end(event)
    case YAML_DOCUMENT_START_EVENT:
      roots.append(records.count)
    default:
      break
    }
  }

  private mutating func add(
    _ kind: Kind,
    _ event: UnsafePointer<yaml_event_t>,
    anchor: UnsafeMutablePointer<yaml_char_t>?,
    isBlockScalar: Bool = false
  ) {
    let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
    let index = records.count
    if let anchor { anchors[index] = String(cString: anchor) }
    // A text with `|` ends where the line behind it begins.
    let endsAtLineStart = isBlockScalar && end.column == 0 && end.line > start.line
    let startByte = cursor.byte(ofCodePoint: start.index)
    records.append(
      Record(
        kind: kind,
        isBlockScalar: isBlockScalar,
        start: startByte,
        end: cursor.byte(ofCodePoint: end.index),
        startLine: start.line,
        endLine: endsAtLineStart ? end.line - 1 : end.line,
        next: index + 1
      )
    )
  }

  private mutating func begin(
    _ kind: Kind,
    _ event: UnsafePointer<yaml_event_t>,
    anchor: UnsafeMutablePointer<yaml_char_t>?
  ) {
    open.append(records.count)
    add(kind, event, anchor: anchor)
  }

  private mutating func end(_ event: UnsafePointer<yaml_event_t>) {
    // libyaml ends only what it has begun.
    guard let index = open.popLast() else { return }
    records[index].next = records.count
    // The end mark of a block is where the next token begins, behind comments that are not its own: its children tell instead.
    if records[index].kind == .flowMapping || records[index].kind == .flowSequence {
      records[index].end = cursor.byte(ofCodePoint: event.pointee.end_mark.index)
      records[index].endLine = event.pointee.end_mark.line
    }
    extendParent(to: index)
  }

  /// A collection reaches as far as its children do.
  private mutating func extendParent(to child: Int) {
    guard let parent = open.last else { return }
    records[parent].end = max(records[parent].end, records[child].end)
    records[parent].endLine = max(records[parent].endLine, records[child].endLine)
  }
}
