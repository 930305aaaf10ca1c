import CLibYAML

/// libyaml alone, whose events are looked at by nobody: what reading YAML costs before anything is made of it.
package enum YAMLEventLoop {
  /// How many scalars a text has; `nil` when it is not YAML.
  ///
  /// Linear in the text.
  package static func scalarCount(of bytes: [UInt8]) -> Int? {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { return nil }
    defer { yaml_parser_delete(parser) }
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    defer { event.deallocate() }
    return bytes.withUnsafeBufferPointer { text in
      yaml_parser_set_input_string(parser, text.baseAddress, text.count)
      var count = 0
      while yaml_parser_parse(parser, event) == 1 {
        let type = event.pointee.type
        yaml_event_delete(event)
        if type == YAML_SCALAR_EVENT { count += 1 }
        if type == YAML_STREAM_END_EVENT { return count }
      }
      return nil
    }
  }
}
