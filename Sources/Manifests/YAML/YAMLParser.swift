import CLibYAML
import Diagnostics

/// libyaml's event parser.
enum YAMLParser {
  /// Calls the body with each event of a text; an event is valid only during the call.
  static func forEachEvent(
    of source: SourceText,
    _ body: (UnsafePointer<yaml_event_t>) throws(YAMLProblem) -> Void
  ) throws(YAMLProblem) {
    // libyaml keeps pointers into its own struct, so the struct must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    defer {
      // Both accept what is zeroed or deleted already.
      yaml_event_delete(event)
      yaml_parser_delete(parser)
      event.deallocate()
      parser.deallocate()
    }
    guard yaml_parser_initialize(parser) == 1 else { throw .outOfMemory }
    // Without this, libyaml accepts UTF-16, and the columns of problems would be wrong.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    try source.bytes.withUnsafeBufferPointer { text throws(YAMLProblem) in
      yaml_parser_set_input_string(parser, text.baseAddress, text.count)
      repeat {
        yaml_event_delete(event)
        guard yaml_parser_parse(parser, event) == 1 else { throw problem(parser.pointee, in: source) }
        try body(UnsafePointer(event))
      } while event.pointee.type != YAML_STREAM_END_EVENT
    }
  }

  private static func problem(_ parser: yaml_parser_t, in source: SourceText) -> YAMLProblem {
    let words = parser.problem.map { String(cString: $0) } ?? "unknown problem"
    switch parser.error {
    case YAML_MEMORY_ERROR: return .outOfMemory
    // The reader knows only the byte.
    case YAML_READER_ERROR: return .notText(problem: words, source.position(ofByte: parser.problem_offset))
    default:
      let context = parser.context.map { String(cString: $0) }
      return .syntax(context: context, problem: words, SourcePosition(parser.problem_mark))
    }
  }
}

extension SourcePosition {
  /// libyaml counts lines and columns from 0, columns in code points.
  init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}

/// Why a text cannot be read as YAML, or why the formatter leaves it as it is.
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
  /// Lines that end otherwise than with LF or CR LF, which the formatter does not support.
  case lineEnds
  /// Something on this line, counted from 0, that the formatter cannot move.
  case unsupported(line: Int)
  /// The formatted text would mean something else, or formatting it again would change it.
  case unfaithful(file: String)

  var position: SourcePosition? {
    switch self {
    case .syntax(_, _, let position), .notText(_, let position), .tooDeep(_, let position), .tooManyNodes(_, let position),
      .aliasBomb(_, let position), .unknownAlias(_, let position), .aliasOfItself(_, let position),
      .unsupportedTag(_, let position):
      position
    case .lineEnds: SourcePosition(line: 1, column: 1)
    case .unsupported(let line): SourcePosition(line: line + 1, column: 1)
    case .outOfMemory, .unfaithful: nil
    }
  }
}
