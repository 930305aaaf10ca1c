/// The problems of a run, gathered so that all of them are reported at once.
package struct DiagnosticList: Sendable {
  private var gathered: [Diagnostic] = []

  package init() {}

  package mutating func append(_ diagnostic: Diagnostic) { gathered.append(diagnostic) }

  package mutating func append(contentsOf diagnostics: some Sequence<Diagnostic>) {
    gathered.append(contentsOf: diagnostics)
  }

  package var hasErrors: Bool { gathered.contains { $0.severity == .error } }

  package var isEmpty: Bool { gathered.isEmpty }

  /// The problems by place (file, line, column), those without a place first; equal places in the order of arrival.
  package var sorted: [Diagnostic] {
    gathered.enumerated().sorted { left, right in
      switch (left.element.range, right.element.range) {
      case (let leftRange?, let rightRange?) where leftRange != rightRange: leftRange < rightRange
      case (nil, _?): true
      case (_?, nil): false
      default: left.offset < right.offset
      }
    }.map(\.element)
  }

  /// - Throws: ``DiagnosticsError`` with every problem, warnings among them, if any of them is an error.
  package func throwIfErrors() throws(DiagnosticsError) {
    if hasErrors { throw DiagnosticsError(diagnostics: sorted) }
  }
}

/// Problems that stop a run.
package struct DiagnosticsError: DiagnosedError {
  package let diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
