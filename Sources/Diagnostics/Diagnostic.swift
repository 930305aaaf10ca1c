/// A problem that a person must hear of: what happened, where, what it means, what to do next.
package struct Diagnostic: Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Comparable, Sendable {
    /// The run cannot go on.
    case error
    /// The run goes on; somebody should look.
    case warning

    package static func < (left: Severity, right: Severity) -> Bool { left == .error && right == .warning }
  }

  package var severity: Severity
  /// A short name that stays the same between releases, such as `unknown-key`: what a filter or a report keys on.
  package var code: String
  /// One line that says what is wrong.
  package var summary: String
  /// What it means and what to do, as full sentences; commands stand indented on lines of their own.
  package var detail: String?
  /// Where in a file, when the problem has a place.
  package var range: SourceRange?
  /// The whole line of the file at the start of `range`, without its line break.
  package var sourceLine: String?
  /// What the user may have meant, ready to be shown in quotes.
  package var suggestion: String?

  package init(
    _ severity: Severity,
    code: String,
    summary: String,
    detail: String? = nil,
    range: SourceRange? = nil,
    sourceLine: String? = nil,
    suggestion: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.summary = summary
    self.detail = detail
    self.range = range
    self.sourceLine = sourceLine
    self.suggestion = suggestion
  }
}

extension Diagnostic {
  /// The same problem as one that does not stop the run.
  package var asWarning: Diagnostic {
    var warning = self
    warning.severity = .warning
    return warning
  }
}

/// An error that knows how to tell a person about itself.
///
/// Every error type of the project is one.
package protocol DiagnosedError: Error {
  /// The problems, at least one, in the order in which to show them.
  var diagnostics: [Diagnostic] { get }
}
