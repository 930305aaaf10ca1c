import FileAccess

/// The part of a document that a run writes anew.
enum RecordedTables {
  private static let begin = "<!-- segbench:begin -->"
  private static let end = "<!-- segbench:end -->"
  private static let largestDocument = 1 << 20

  /// Puts the text between the two marks of the document.
  ///
  /// - Throws: ``WorkFailure`` when the document lacks a mark; `FileAccessError`.
  static func write(_ text: String, to path: String) throws {
    let document = String(decoding: try FileAccess.read(path, limit: largestDocument), as: UTF8.self)
    try FileAccess.writeDurably(Array(try replaced(text, in: document).utf8), to: path)
  }

  private static func replaced(_ text: String, in document: String) throws -> String {
    guard let start = document.firstRange(of: begin), let stop = document.firstRange(of: end), start.upperBound <= stop.lowerBound
    else {
      throw WorkFailure("the document has no lines \(begin) and \(end)")
    }
    return document[..<start.upperBound] + "\n" + text + document[stop.lowerBound...]
  }
}
