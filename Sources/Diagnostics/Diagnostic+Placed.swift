extension Diagnostic {
  /// The problem at this place, unless it has one of its own.
  package func placed(at place: SourceRange?) -> Diagnostic {
    Diagnostic(
      severity,
      code: code,
      summary: summary,
      detail: detail,
      range: range ?? place,
      sourceLine: sourceLine,
      suggestion: suggestion
    )
  }
}
