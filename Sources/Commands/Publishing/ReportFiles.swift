import Diagnostics
import FileAccess
import Reporting

/// Writes reports to files, through the filter of everything that is printed.
struct ReportFiles: Sendable {
  let filter: OutputFilter
  let console: Console

  init(_ context: CommandContext) {
    filter = context.filter
    console = context.console
  }

  /// Finds out before any work whether the files can be written.
  ///
  /// A report that goes to standard output gets it for itself.
  ///
  /// - Throws: `FileAccessError`.
  func requireWritable(_ paths: [String]) throws {
    for path in paths {
      let place = try OutputPlace(path)
      try place.requireWritable()
      if place.isStandardOutput { console.leaveStandardOutput() }
    }
  }

  /// Replaces a file as a whole, so that a collector never reads half a report; writes straight to a stream.
  ///
  /// - Throws: `FileAccessError`.
  func write(_ text: String, to path: String) throws {
    try OutputPlace(path).write(filter.bytes(Array(text.utf8)), isPublic: true)
  }

  /// Ends a stream that no report goes to, so that its reader does not wait for ever; leaves a file as it is.
  ///
  /// - Throws: `FileAccessError`.
  func end(_ path: String) throws {
    let place = try OutputPlace(path)
    if !place.isFile { try place.write([]) }
  }

  /// Adds to a file that others write to as well.
  ///
  /// - Throws: `FileAccessError`.
  func append(_ text: String, to path: String) throws {
    try FileAccess.append(filter.text(text), to: path)
  }
}
