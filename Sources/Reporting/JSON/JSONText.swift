import FoundationEssentials
import SegmentModel

/// JSON for machines to read: sorted keys in snake case, so that the same value gives the same text.
enum JSONText {
  /// The value over several lines, with a line break at the end.
  ///
  /// - Throws: Only what the encoder throws, which it has no reason to for values of strings and numbers.
  static func document(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

  /// The value on one line, with a line break at the end.
  ///
  /// - Throws: As ``document(_:)``.
  static func line(_ value: some Encodable) throws -> String { try text(value, []) }

  /// The value on one line without a line break, for a script element of HTML: no `<` in it can end the element.
  ///
  /// - Throws: As ``document(_:)``.
  static func embedded(_ value: some Encodable) throws -> String {
    String(try line(value).dropLast()).replacing("<", with: "\\u003c")
  }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.text(of: value)
  }
}

extension JSONEncoder {
  /// The value with a line break at its end, without hidden characters and without what the runner of a CI job could take for a command.
  fileprivate func text(of value: some Encodable) throws -> String {
    String(decoding: HiddenCharacters.escapedInJSON(Array(try encode(value))), as: UTF8.self) + "\n"
  }
}

/// JSON with keys spelled as somebody else's format wants them.
enum ForeignJSON {
  /// The value over several lines, with a line break at the end.
  ///
  /// - Throws: As ``JSONText/document(_:)``.
  static func document(_ value: some Encodable) throws -> String { try text(value, [.prettyPrinted]) }

  /// The value on one line, with a line break at the end.
  ///
  /// - Throws: As ``JSONText/document(_:)``.
  static func line(_ value: some Encodable) throws -> String { try text(value, []) }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return try encoder.text(of: value)
  }
}
