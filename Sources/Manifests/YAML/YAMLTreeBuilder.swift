import CLibYAML
import Diagnostics
import SegmentModel

/// What a manifest may demand of the reader.
///
/// Far beyond anything that people write, and small enough that no hostile file costs more than seconds and a gigabyte.
struct YAMLLimits: Sendable {
  /// Bytes of a file; a million members take 45 MB.
  var bytes = 256 << 20
  /// Collections within collections.
  ///
  /// libyaml takes quadratic time in the depth and has no limit of its own.
  var depth = 64
  /// Nodes of a text, aliases counted as one: more than 256 MB of ids are.
  ///
  /// A node of two bytes takes 72 in memory.
  var nodes = 8_000_000
  /// Nodes that aliases stand for, counted as often as they are referred to: an "alias bomb" of a few lines stands for billions.
  var aliasedNodes = 10_000_000

  static let standard = YAMLLimits()
}

/// Turns libyaml's events into a ``YAMLTree``, within limits.
struct YAMLTreeBuilder {
  private struct Open {
    let index: Int
    let anchor: String?
    /// Nodes in it so far, aliases counted as what they stand for.
    var size = 1
    /// Levels of collections in it so far, those behind aliases among them.
    var height = 1
  }

  private struct Anchor {
    let index: Int
    /// `nil` while the node is still open.
    var extent: (size: Int, height: Int)?
  }

  private let limits: YAMLLimits
  private let source: SourceText
  private var records: [YAMLTree.Record] = []
  private var texts: [String] = []
  private var roots: [Int] = []
  private var open: [Open] = []
  private var anchors: [String: Anchor] = [:]
  private var aliasedNodes = 0

  private init(_ source: SourceText, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
    // Arrays that grow are copied again and again, and a million nodes are 40 MB. This is room for a text that is full of ids, each in a
    // line of its own; room that is not used is never touched.
    records.reserveCapacity(source.bytes.count / (UUIDBits.textLength + 3) + 16)
  }

  /// The tree of a text, in time linear in it.
  ///
  /// - Throws: The first thing that is not YAML, or that goes beyond the limits.
  static func tree(of source: SourceText, limits: YAMLLimits = .standard) throws(YAMLProblem) -> YAMLTree {
    var builder = YAMLTreeBuilder(source, limits: limits)
    try YAMLParser.forEachEvent(of: source) { event throws(YAMLProblem) in try builder.receive(event) }
    return builder.tree
  }

  /// The tree of a text and its outline, in which nodes have the same numbers.
  static func outlinedTree(of source: SourceText) throws(YAMLProblem) -> (tree: YAMLTree, outline: YAMLOutline) {
    var builder = YAMLTreeBuilder(source, limits: .standard)
    var outline = YAMLOutline(of: source)
    try YAMLParser.forEachEvent(of: source) { event throws(YAMLProblem) in
      try builder.receive(event)
      outline.receive(event)
    }
    return (builder.tree, outline)
  }

  private var tree: YAMLTree { YAMLTree(source: source, records: records, texts: texts, roots: roots) }

  private mutating func receive(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    guard records.count <= limits.nodes else {
      throw .tooManyNodes(limit: limits.nodes, SourcePosition(event.pointee.start_mark))
    }
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      try scalar(event)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.pointee.data.sequence_start
      try begin(.sequence, event, anchor: data.anchor, tag: data.tag)
    case YAML_MAPPING_START_EVENT:
      let data = event.pointee.data.mapping_start
      try begin(.mapping, event, anchor: data.anchor, tag: data.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      try end(at: SourcePosition(event.pointee.start_mark))
    case YAML_ALIAS_EVENT:
      try alias(event)
    case YAML_DOCUMENT_START_EVENT:
      // Anchors are a document's own (YAML 1.2, 9.2).
      anchors = [:]
      roots.append(records.count)
    default:
      break
    }
  }

  private mutating func scalar(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    let data = event.pointee.data.scalar
    if let tag = data.tag { try check(tag, ["str"], event) }
    let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE && data.tag == nil
    let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
    let index = records.count
    var record = record(.text, event, isPlain: isPlain)
    if record.columns == UUIDBits.textLength + (isPlain ? 0 : 2), let bits = UUIDBits(utf8: bytes),
      !bytes.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) })
    {
      record = self.record(.identifier, event, isPlain: isPlain)
      record.identifier = bits
    } else {
      // libyaml has proved that these bytes are UTF-8.
      record.reference = UInt32(texts.count)
      texts.append(String(decoding: bytes, as: UTF8.self))
    }
    records.append(record)
    if let anchor = data.anchor {
      anchors[String(cString: anchor)] = Anchor(index: index, extent: (size: 1, height: 0))
    }
    if let last = open.indices.last { open[last].size += 1 }
  }

  private mutating func begin(
    _ kind: YAMLTree.Kind,
    _ event: UnsafePointer<yaml_event_t>,
    anchor: UnsafeMutablePointer<yaml_char_t>?,
    tag: UnsafeMutablePointer<yaml_char_t>?
  ) throws(YAMLProblem) {
    if let tag { try check(tag, kind == .mapping ? ["map"] : ["seq"], event) }
    guard open.count < limits.depth else {
      throw .tooDeep(limit: limits.depth, SourcePosition(event.pointee.start_mark))
    }
    let name = anchor.map { String(cString: $0) }
    let index = records.count
    if let name { anchors[name] = Anchor(index: index) }
    open.append(Open(index: index, anchor: name))
    records.append(record(kind, event))
  }

  private mutating func end(at position: SourcePosition) throws(YAMLProblem) {
    // libyaml ends only what it has begun.
    guard let closed = open.popLast() else { return }
    // Everything from here on stands behind this node and its children.
    records[closed.index].next = UInt32(records.count)
    if let anchor = closed.anchor, anchors[anchor]?.index == closed.index {
      anchors[anchor]?.extent = (closed.size, closed.height)
    }
    try grow(size: closed.size, height: closed.height, at: position)
  }

  private mutating func alias(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    let position = SourcePosition(event.pointee.start_mark)
    let name = String(cString: event.pointee.data.alias.anchor)
    guard let anchor = anchors[name] else { throw .unknownAlias(name, position) }
    guard let extent = anchor.extent else { throw .aliasOfItself(name, position) }
    aliasedNodes = aliasedNodes.addingReportingOverflow(extent.size).partialValue
    guard extent.size <= limits.aliasedNodes, aliasedNodes <= limits.aliasedNodes else {
      throw .aliasBomb(limit: limits.aliasedNodes, position)
    }
    var record = record(.alias, event)
    record.reference = UInt32(anchor.index)
    records.append(record)
    try grow(size: extent.size, height: extent.height, at: position)
  }

  /// Counts a finished child towards the collection that holds it.
  private mutating func grow(size: Int, height: Int, at position: SourcePosition) throws(YAMLProblem) {
    guard let last = open.indices.last else { return }
    // Sizes are bounded by the text and by the limit on aliased nodes, so that sums cannot overflow.
    open[last].size += size
    open[last].height = max(open[last].height, height + 1)
    guard open.count - 1 + open[last].height <= limits.depth else { throw .tooDeep(limit: limits.depth, position) }
  }

  /// The next record, of a node without children.
  private func record(_ kind: YAMLTree.Kind, _ event: UnsafePointer<yaml_event_t>, isPlain: Bool = false) -> YAMLTree.Record {
    let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
    let columns = end.line == start.line && end.column > start.column ? end.column - start.column : 1
    return YAMLTree.Record(
      kind: kind,
      isPlain: isPlain,
      line: UInt32(truncatingIfNeeded: start.line + 1),
      column: UInt32(truncatingIfNeeded: start.column + 1),
      columns: UInt32(truncatingIfNeeded: columns),
      next: UInt32(truncatingIfNeeded: records.count + 1)
    )
  }

  /// Takes the tags that say what the node is anyway, `!!str` and the like, and no other.
  private func check(
    _ tag: UnsafeMutablePointer<yaml_char_t>,
    _ allowed: [String],
    _ event: UnsafePointer<yaml_event_t>
  ) throws(YAMLProblem) {
    let tag = String(cString: tag)
    // A lone exclamation mark says no more than that the scalar is a text.
    if tag == "!" || allowed.contains(where: { tag == "tag:yaml.org,2002:\($0)" }) { return }
    throw .unsupportedTag(tag, SourcePosition(event.pointee.start_mark))
  }
}
