extension Diagnostic {
  /// The problems that an error of any origin stands for, at least one.
  ///
  /// Errors of the project describe themselves. Any other one should have been caught where it arose, so it is reported as a bug, by its
  /// type alone: its text may hold anything, a token too.
  package static func describing(_ error: any Error) -> [Diagnostic] {
    switch error {
    case let error as any DiagnosedError:
      error.diagnostics
    case is CancellationError:
      [
        Diagnostic(
          .error,
          code: "interrupted",
          summary: "the run was interrupted",
          detail: "Running the command again is safe: what was done already is found done."
        )
      ]
    default:
      [
        Diagnostic(
          .error,
          code: "internal-error",
          summary: "an unexpected error of the type \(type(of: error)) ended the run",
          detail: "This is a bug in this program; please report it with the command that led here."
        )
      ]
    }
  }
}
