import CLibYAML
import Diagnostics

/// Turns libyaml's events into a ``YAMLOutline``.
struct YAMLOutlineBuilder {
  private var cursor: CodePointCursor
  private var records: [YAMLOutline.Record] = []
  private var roots: [Int] = []
  private var anchors: [Int: String] = [:]
  private var aliases: [Int: String] = [:]
  private var open: [Int] = []

  private init(_ source: SourceText) {
    cursor = CodePointCursor(bytes: source.bytes)
  }

  /// The outline of a text that ``YAMLTreeBuilder`` has read, and thereby found within the limits.
  ///
  /// Linear in the text.
  ///
  /// - Throws: ``YAMLProblem`` when the text is not YAML.
  static func outline(of source: SourceText) throws(YAMLProblem) -> YAMLOutline {
    var builder = YAMLOutlineBuilder(source)
    try YAMLParser.forEachEvent(of: source) { event throws(YAMLProblem) in builder.receive(event) }
    return YAMLOutline(records: builder.records, roots: builder.roots, anchors: builder.anchors, aliases: builder.aliases)
  }

  private mutating func receive(_ event: UnsafePointer<yaml_event_t>) {
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
    _ kind: YAMLOutline.Kind,
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
      YAMLOutline.Record(
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
    _ kind: YAMLOutline.Kind,
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

/// Finds the byte at which a code point begins: libyaml counts code points, and text is cut at bytes.
///
/// Going on from the last answer, so that asking in the order of the text is linear.
struct CodePointCursor {
  private let bytes: [UInt8]
  private var byte = 0
  private var codePoint = 0

  /// - Parameter bytes: Text in UTF-8.
  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The byte at which the code point with this number, counted from 0, begins; the end of the text for those behind it.
  mutating func byte(ofCodePoint wanted: Int) -> Int {
    while codePoint < wanted, byte < bytes.count {
      byte += 1
      while byte < bytes.count, UTF8.isContinuation(bytes[byte]) { byte += 1 }
      codePoint += 1
    }
    while codePoint > wanted, byte > 0 {
      byte -= 1
      while byte > 0, UTF8.isContinuation(bytes[byte]) { byte -= 1 }
      codePoint -= 1
    }
    return byte
  }
}
