import Diagnostics

/// A state was needed, and there is none.
struct NoStateError: DiagnosedError {
  let location: String

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "no-state",
        summary: "there is no state at \(location)",
        detail: "Check --state and SEGPLAN_STATE. The first apply writes one."
      )
    ]
  }
}
