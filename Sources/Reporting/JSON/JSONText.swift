import FoundationEssentials
import SegmentModel

/// JSON as text: sorted keys, so that the same value gives the same text.
enum JSONText {
  /// The value over several lines, with a line break at the end.
  static func document(_ value: JSONValue) -> String { text(value, [.prettyPrinted]) + "\n" }

  /// The value on one line, with a line break at the end.
  static func line(_ value: JSONValue) -> String { text(value, []) + "\n" }

  /// The value on one line without a line break, for a script element of HTML: no `<` in it can end the element.
  static func embedded(_ value: JSONValue) -> String { text(value, []).replacing("<", with: "\\u003c") }

  /// The value without hidden characters and without what the runner of a CI job could take for a command.
  private static func text(_ value: JSONValue, _ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    // Texts, whole numbers and flags always encode.
    let bytes = (try? encoder.encode(value)).map { Array($0) } ?? []
    return String(decoding: HiddenCharacters.escapedInJSON(bytes), as: UTF8.self)
  }
}
