package import Diagnostics

/// Diagnostics as a person reads them, in the form that editors and terminals turn into links: `file:line:column: error: …`.
package struct DiagnosticReport: Sendable {
  let style: TextStyle

  package init(style: TextStyle) { self.style = style }

  /// All of them in the order given, a blank line between, with a line break at the end; nothing for none.
  package func text(_ diagnostics: some Sequence<Diagnostic>) -> String {
    let blocks = diagnostics.map(block)
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
  }

  private func block(_ diagnostic: Diagnostic) -> String {
    let severity =
      switch diagnostic.severity {
      case .error: style.error("error:")
      case .warning: style.warning("warning:")
      }
    let place = diagnostic.range.map { style.strong(VisibleText.of("\($0):")) + " " } ?? ""
    let suggestion = diagnostic.suggestion.map { "; did you mean \(VisibleText.quoted($0))?" } ?? ""
    var lines = ["\(place)\(severity) \(style.strong(VisibleText.of(diagnostic.summary) + suggestion))"]
    if let range = diagnostic.range, let sourceLine = diagnostic.sourceLine {
      lines += SourceExcerpt(range: range, line: sourceLine).lines(style, diagnostic.severity)
    }
    if let detail = diagnostic.detail {
      lines += detail.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.isEmpty ? "" : "  " + VisibleText.of(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension DiagnosticReport {
  /// How many there are of each severity: `8 errors, 1 warning`.
  package static func count(of diagnostics: some Sequence<Diagnostic>) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    var parts: [String] = []
    if errors > 0 { parts.append(Quantity.of(errors, "error")) }
    if warnings > 0 { parts.append(Quantity.of(warnings, "warning")) }
    return parts.joined(separator: ", ")
  }
}
