/// The problems of a run, collected to report all of them at once.
package typealias DiagnosticList = [Diagnostic]

extension DiagnosticList {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// The problems by place (file, line, column), first those without one; problems of one place keep their order.
  package var sorted: [Diagnostic] {
    enumerated().sorted { left, right in
      switch (left.element.range, right.element.range) {
      case (let leftRange?, let rightRange?) where leftRange != rightRange: leftRange < rightRange
      case (nil, _?): true
      case (_?, nil): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  /// Throws ``DiagnosticsError`` with all problems, including warnings, if one of them is an error.
  package func throwIfErrors() throws(DiagnosticsError) {
    if hasErrors { throw DiagnosticsError(diagnostics: sorted) }
  }
}

/// Problems that stop a run.
package struct DiagnosticsError: DiagnosedError {
  package let diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension Sequence<String> {
  /// The first texts and the number of the others: `a, b and 3 more`.
  package func listed(first maximum: Int) -> String {
    let texts = Array(self)
    let shown = texts.prefix(maximum).joined(separator: ", ")
    return texts.count > maximum ? "\(shown) and \(texts.count - maximum) more" : shown
  }
}
