import Diagnostics
import FileAccess
import Reporting

/// Writes reports to files, redacted where that was asked for.
struct ReportFiles: Sendable {
  let redaction: MemberRedaction?

  /// Finds out before any work whether the files can be written.
  ///
  /// - Throws: `FileAccessError`.
  func requireWritable(_ paths: [String]) throws {
    for path in paths { try FileAccess.requireWritable(fileAt: path) }
  }

  /// Replaces the file as a whole, so that a collector never reads half a report.
  ///
  /// - Throws: `FileAccessError`.
  func write(_ text: String, to path: String) throws {
    try FileAccess.writeDurably(redacted(text), to: path, isPublic: true)
  }

  /// Adds to a file that others write to as well.
  ///
  /// - Throws: `FileAccessError`.
  func append(_ text: String, to path: String) throws {
    try FileAccess.append(String(decoding: redacted(text), as: UTF8.self), to: path)
  }

  private func redacted(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return redaction?.bytes(bytes) ?? bytes
  }
}
