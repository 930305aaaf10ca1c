/// A problem as a person should see it: what happened, where, what it means, and what to do next.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Comparable, Sendable {
    /// The run cannot go on.
    case error
    /// The run goes on, but someone should check.
    case warning

    package static func < (left: Severity, right: Severity) -> Bool { left == .error && right == .warning }
  }

  package var severity: Severity
  /// A short name that stays the same between releases, such as `unknown-key`; filters and reports key on it.
  package var code: String
  /// One line that says what is wrong.
  package var summary: String
  /// What it means and what to do, in full sentences; commands are indented, on lines of their own.
  package var detail: String?
  /// Where in a file the problem is.
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

/// The words of an error: its code, its summary, and its detail.
package typealias DiagnosticWords = (code: String, summary: String, detail: String)

extension Diagnostic {
  /// An error in these words.
  package init(_ words: DiagnosticWords, suggestion: String? = nil) {
    self.init(.error, code: words.code, summary: words.summary, detail: words.detail, suggestion: suggestion)
  }

  /// The same problem as a warning, which does not stop the run.
  package var asWarning: Diagnostic {
    var warning = self
    warning.severity = .warning
    return warning
  }

  /// The problem at this place, unless it already has one.
  package func placed(at place: SourceRange?) -> Diagnostic {
    var placed = self
    placed.range = range ?? place
    return placed
  }
}
