import ArgumentParser
import Diagnostics
import FileAccess
import Reporting
import StateStorage

/// Writes reports to files, through the filter of all output.
struct ReportFiles: Sendable {
  private let filter: OutputFilter

  /// Checks before any other work whether the files can be written.
  ///
  /// A report to standard output gets it for itself. A report must not replace another one, a manifest or the state.
  init(_ paths: [String], _ context: CommandContext, beside state: StateLocation? = nil) throws {
    filter = context.filter
    var known: [String: String] = [:]
    if case .file(let path)? = state {
      for name in ["", ".lock", ".journal", ".backup"].map({ path + $0 }) { known[try Self.identity(of: name)] = name }
    }
    for path in paths {
      if let other = known.updateValue(path, forKey: try Self.identity(of: path)) {
        throw ValidationError(
          "\(path) is already \(other == path ? "another report" : other); each report needs a separate file."
        )
      }
      if [".yaml", ".yml"].contains(where: path.lowercased().hasSuffix) {
        throw ValidationError("\(path) is named like a manifest; a report would replace it.")
      }
      let place = try OutputPlace(path)
      try place.requireWritable()
      if place.isStandardOutput { context.console.leaveStandardOutput() }
    }
  }

  /// Replaces the whole file, so that a collector never reads half a report; a stream is written to directly.
  func write(_ text: String, to path: String) throws { try write(filtered: filter.text(text), to: path) }

  /// Writes a text that has passed the filter.
  func write(filtered text: String, to path: String) throws { try OutputPlace(path).write(Array(text.utf8), isPublic: true) }

  /// Ends a stream that gets no report, so that its reader does not wait forever; leaves a file as it is.
  func end(_ path: String) throws {
    let place = try OutputPlace(path)
    if !place.isFile { try place.write([]) }
  }

  /// Appends to a file that others write to as well.
  func append(_ text: String, to path: String) throws { try FileAccess.append(filter.text(text), to: path) }

  /// The same for all names of one place.
  private static func identity(of path: String) throws -> String {
    if path == "-" { return "/dev/stdout" }
    guard let folder = try? FileAccess.realPath(of: FileAccess.folder(of: path)) else { return path }
    return FileAccess.join(folder, path.split(separator: "/").last.map(String.init) ?? path)
  }
}
