import Diagnostics
import FileAccess
import Reporting

/// Writes reports to files, through the filter of everything that is printed.
struct ReportFiles: Sendable {
  let filter: OutputFilter

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
    try FileAccess.writeDurably(filter.bytes(Array(text.utf8)), to: path, isPublic: true)
  }

  /// Adds to a file that others write to as well.
  ///
  /// - Throws: `FileAccessError`.
  func append(_ text: String, to path: String) throws {
    try FileAccess.append(filter.text(text), to: path)
  }
}
