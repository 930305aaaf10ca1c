import CLibYAML
import Diagnostics
import SegmentModel

/// The limits of a manifest: far beyond what people write, but a hostile file costs only seconds and a gigabyte.
struct YAMLLimits: Sendable {
  /// Bytes of a file; a million members take 45 MB.
  var bytes = 256 << 20
  /// Collections within collections.
  ///
  /// libyaml takes quadratic time in the depth and has no limit of its own.
  var depth = 64
  /// Nodes of a text, with each alias as one; 256 MB of ids are fewer.
  var nodes = 8_000_000
  /// Nodes that aliases stand for, counted at each alias.
  ///
  /// A few lines of aliases of aliases stand for billions.
  var aliasedNodes = 10_000_000

  static let standard = YAMLLimits()
}

/// Turns libyaml's events into a ``YAMLTree``, within limits.
struct YAMLTreeBuilder {
  /// A collection that has not ended yet.
  private struct Open {
    let index: Int
    let anchor: String?
    /// Nodes in it so far, with an alias as what it stands for.
    var size = 1
    /// Levels of collections in it so far, including those behind aliases.
    var height = 1
  }

  private struct Anchor {
    let index: Int
    /// `nil` while the node is open.
    var extent: (size: Int, height: Int)?
  }

  private let limits: YAMLLimits
  private let source: SourceText
  private var nodes = YAMLTree.Nodes()
  private var outline: YAMLOutline?
  private var open: [Open] = []
  private var anchors: [String: Anchor] = [:]
  private var aliasedNodes = 0

  private init(_ source: SourceText, limits: YAMLLimits, outline: YAMLOutline? = nil) {
    self.source = source
    self.limits = limits
    self.outline = outline
    // An array that grows is copied. This is room for a text full of ids; room that is not used takes no memory.
    nodes.records.reserveCapacity(source.bytes.count / (UUIDBits.textLength + 3) + 16)
    nodes.identifiers.reserveCapacity(source.bytes.count / (UUIDBits.textLength + 3) + 16)
  }

  /// O(bytes).
  static func tree(of source: SourceText, limits: YAMLLimits = .standard) throws(YAMLProblem) -> YAMLTree {
    try built(YAMLTreeBuilder(source, limits: limits)).tree
  }

  /// The tree and the outline of a text, whose nodes have the same numbers.
  static func outlinedTree(of source: SourceText) throws(YAMLProblem) -> (tree: YAMLTree, outline: YAMLOutline) {
    let outline = YAMLOutline(of: source)
    let builder = try built(YAMLTreeBuilder(source, limits: .standard, outline: outline))
    return (builder.tree, builder.outline ?? outline)
  }

  private static func built(_ builder: YAMLTreeBuilder) throws(YAMLProblem) -> YAMLTreeBuilder {
    var builder = builder
    try YAMLParser.forEachEvent(of: builder.source) { event throws(YAMLProblem) in try builder.receive(event) }
    return builder
  }

  private var tree: YAMLTree { YAMLTree(source: source, nodes: nodes) }

  private mutating func receive(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    guard nodes.records.count <= limits.nodes else {
      throw .tooManyNodes(limit: limits.nodes, SourcePosition(event.pointee.start_mark))
    }
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      try scalar(event)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.pointee.data.sequence_start
      try begin(.sequence, event, isBlock: data.style != YAML_FLOW_SEQUENCE_STYLE, anchor: data.anchor, tag: data.tag)
    case YAML_MAPPING_START_EVENT:
      let data = event.pointee.data.mapping_start
      try begin(.mapping, event, isBlock: data.style != YAML_FLOW_MAPPING_STYLE, anchor: data.anchor, tag: data.tag)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      try end(event)
    case YAML_ALIAS_EVENT:
      try alias(event)
    case YAML_DOCUMENT_START_EVENT:
      // An anchor is valid in its document only (YAML 1.2, 9.2).
      anchors = [:]
      nodes.roots.append(nodes.records.count)
    default:
      break
    }
  }

  private mutating func scalar(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    let data = event.pointee.data.scalar
    if let tag = data.tag { try check(tag, ["str"], event) }
    let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE && data.tag == nil
    let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
    let anchor = data.anchor.map { String(cString: $0) }
    if let anchor { anchors[anchor] = Anchor(index: nodes.records.count, extent: (size: 1, height: 0)) }
    let isBlock = data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
    outline?.add(event, isBlock: isBlock, anchor: anchor, to: open.last?.index)
    if let bits = UUIDBits(utf8: bytes), !bytes.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }) {
      add(.identifier, event, isPlain: isPlain, reference: nodes.identifiers.count)
      nodes.identifiers.append(bits)
    } else {
      add(.text, event, isPlain: isPlain, reference: nodes.textEnds.count)
      nodes.textBytes += bytes
      nodes.textEnds.append(UInt32(nodes.textBytes.count))
    }
    if let last = open.indices.last { open[last].size += 1 }
  }

  private mutating func begin(
    _ kind: YAMLTree.Kind,
    _ event: UnsafePointer<yaml_event_t>,
    isBlock: Bool,
    anchor: UnsafeMutablePointer<yaml_char_t>?,
    tag: UnsafeMutablePointer<yaml_char_t>?
  ) throws(YAMLProblem) {
    if let tag { try check(tag, kind == .mapping ? ["map"] : ["seq"], event) }
    guard open.count < limits.depth else { throw .tooDeep(limit: limits.depth, SourcePosition(event.pointee.start_mark)) }
    let name = anchor.map { String(cString: $0) }
    if let name { anchors[name] = Anchor(index: nodes.records.count) }
    outline?.add(event, isBlock: isBlock, anchor: name, to: open.last?.index)
    open.append(Open(index: nodes.records.count, anchor: name))
    add(kind, event)
  }

  private mutating func end(_ event: UnsafePointer<yaml_event_t>) throws(YAMLProblem) {
    // libyaml ends only what it has begun.
    guard let closed = open.popLast() else { return }
    nodes.records[closed.index].next = UInt32(nodes.records.count)
    outline?.close(closed.index, event, in: open.last?.index)
    if let anchor = closed.anchor, anchors[anchor]?.index == closed.index {
      anchors[anchor]?.extent = (closed.size, closed.height)
    }
    try grow(size: closed.size, height: closed.height, at: SourcePosition(event.pointee.start_mark))
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
    outline?.add(event, isBlock: false, anchor: nil, to: open.last?.index)
    add(.alias, event, reference: anchor.index)
    try grow(size: extent.size, height: extent.height, at: position)
  }

  /// Counts a finished child of the innermost open collection.
  private mutating func grow(size: Int, height: Int, at position: SourcePosition) throws(YAMLProblem) {
    guard let last = open.indices.last else { return }
    // The limits bound the sizes, so the sum cannot overflow.
    open[last].size += size
    open[last].height = max(open[last].height, height + 1)
    guard open.count - 1 + open[last].height <= limits.depth else { throw .tooDeep(limit: limits.depth, position) }
  }

  private mutating func add(
    _ kind: YAMLTree.Kind,
    _ event: UnsafePointer<yaml_event_t>,
    isPlain: Bool = false,
    reference: Int = 0
  ) {
    let (start, end) = (event.pointee.start_mark, event.pointee.end_mark)
    let columns = end.line == start.line && end.column > start.column ? end.column - start.column : 1
    nodes.records.append(
      YAMLTree.Record(
        kind: kind,
        isPlain: isPlain,
        line: UInt32(truncatingIfNeeded: start.line + 1),
        column: UInt32(truncatingIfNeeded: start.column + 1),
        columns: UInt32(truncatingIfNeeded: columns),
        next: UInt32(truncatingIfNeeded: nodes.records.count + 1),
        reference: UInt32(truncatingIfNeeded: reference)
      )
    )
  }

  /// Accepts only tags that change nothing, such as `!!str` of a text.
  private func check(
    _ tag: UnsafeMutablePointer<yaml_char_t>,
    _ allowed: [String],
    _ event: UnsafePointer<yaml_event_t>
  ) throws(YAMLProblem) {
    let tag = String(cString: tag)
    // `!` alone only says that the scalar is a text.
    if tag == "!" || allowed.contains(where: { tag == "tag:yaml.org,2002:\($0)" }) { return }
    throw .unsupportedTag(tag, SourcePosition(event.pointee.start_mark))
  }
}
