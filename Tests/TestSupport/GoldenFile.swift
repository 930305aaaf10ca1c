import FoundationEssentials
package import Testing

/// Texts that are compared with files under version control.
///
/// `RECORD_GOLDEN=1 swift test …` writes the files anew and fails every test that did, so that no recording passes for a check. Read
/// the difference before committing it.
package enum GoldenFile {
  /// Expects that the text is what the file holds, to the byte.
  ///
  /// - Parameters:
  ///   - text: What the code under test wrote.
  ///   - name: The file, in a folder `Golden` beside the test's source file.
  ///   - sourceFile: The test's source file.
  ///   - sourceLocation: Where to show a failure.
  /// - Throws: What writing the file runs into.
  package static func expect(
    _ text: String,
    is name: String,
    in sourceFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = URL(filePath: sourceFile).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("recorded Golden/\(name)", sourceLocation: sourceLocation)
      return
    }
    guard let stored = FileManager.default.contents(atPath: file.path(percentEncoded: false)) else {
      Issue.record("there is no Golden/\(name); RECORD_GOLDEN=1 makes it", sourceLocation: sourceLocation)
      return
    }
    let expected = String(decoding: stored, as: UTF8.self)
    if Array(expected.utf8) != Array(text.utf8) {
      Issue.record(
        "the text is not Golden/\(name) (- expected, + found):\n\(LineDifference.text(from: expected, to: text))",
        sourceLocation: sourceLocation
      )
    }
  }

  /// The bytes of a stored file that an older release wrote.
  package static func bytes(_ name: String, in sourceFile: String = #filePath) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: sourceFile).deletingLastPathComponent().appending(path: "Golden/\(name)")))
  }
}
