import CLibYAML
import Diagnostics

/// libyaml's event parser over one text, which must outlive it.
///
/// The parser and its event are in allocated memory, because libyaml keeps pointers into its own struct.
struct YAMLParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let current: UnsafeMutablePointer<yaml_event_t>
  private let source: SourceText

  private init(_ text: UnsafeBufferPointer<UInt8>, of source: SourceText) throws(YAMLProblem) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    current = .allocate(capacity: 1)
    current.initialize(to: yaml_event_t())
    self.source = source
    guard yaml_parser_initialize(parser) == 1 else { throw .outOfMemory }
    // Without this, libyaml accepts UTF-16, and the columns of problems would be wrong.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    // Both accept what is zeroed or deleted already.
    yaml_event_delete(current)
    yaml_parser_delete(parser)
    current.deallocate()
    parser.deallocate()
  }

  /// Calls the body with each event of a text.
  ///
  /// An event is valid only during the call.
  static func forEachEvent(
    of source: SourceText,
    _ body: (UnsafePointer<yaml_event_t>) throws(YAMLProblem) -> Void
  ) throws(YAMLProblem) {
    try source.bytes.withUnsafeBufferPointer { text throws(YAMLProblem) in
      let parser = try YAMLParser(text, of: source)
      repeat {
        yaml_event_delete(parser.current)
        guard yaml_parser_parse(parser.parser, parser.current) == 1 else { throw parser.problem }
        try body(UnsafePointer(parser.current))
      } while parser.current.pointee.type != YAML_STREAM_END_EVENT
    }
  }

  private var problem: YAMLProblem {
    let words = parser.pointee.problem.map { String(cString: $0) } ?? "unknown problem"
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR:
      return .outOfMemory
    case YAML_READER_ERROR:
      // The reader knows only the byte.
      return .notText(problem: words, source.position(ofByte: parser.pointee.problem_offset))
    default:
      return .syntax(
        context: parser.pointee.context.map { String(cString: $0) },
        problem: words,
        SourcePosition(parser.pointee.problem_mark)
      )
    }
  }
}

extension SourcePosition {
  /// libyaml counts lines and columns from 0, columns in code points.
  init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}

/// Why a text cannot be read as YAML.
enum YAMLProblem: Error, Hashable, Sendable {
  /// With libyaml's words for what it was doing and what is wrong.
  case syntax(context: String?, problem: String, SourcePosition)
  /// The bytes are not UTF-8, or have a control character that YAML forbids.
  case notText(problem: String, SourcePosition)
  case tooDeep(limit: Int, SourcePosition)
  case tooManyNodes(limit: Int, SourcePosition)
  case aliasBomb(limit: Int, SourcePosition)
  case unknownAlias(String, SourcePosition)
  /// An alias inside the node that it names.
  case aliasOfItself(String, SourcePosition)
  /// A tag such as `!include`, which has no meaning here.
  case unsupportedTag(String, SourcePosition)
  case outOfMemory

  var position: SourcePosition? {
    switch self {
    case .syntax(_, _, let position), .notText(_, let position), .tooDeep(_, let position), .tooManyNodes(_, let position),
      .aliasBomb(_, let position), .unknownAlias(_, let position), .aliasOfItself(_, let position),
      .unsupportedTag(_, let position):
      position
    case .outOfMemory:
      nil
    }
  }
}
