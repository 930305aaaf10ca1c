/// An error that describes itself to a person.
///
/// Every error type of the project is one.
package protocol DiagnosedError: Error {
  /// The problems, at least one, in the order in which to show them.
  var diagnostics: [Diagnostic] { get }
}

/// An error that is one problem, in words without a place.
package protocol WordedError: DiagnosedError {
  var words: DiagnosticWords { get }
}

extension WordedError {
  package var diagnostics: [Diagnostic] { [Diagnostic(words)] }
}

extension Diagnostic {
  /// The problems that any error stands for, at least one.
  ///
  /// The project's errors describe themselves. Any other error should have been caught where it was thrown, so it is
  /// reported as a bug, by its type alone: its text could hold anything, even a token.
  package static func describing(_ error: any Error) -> [Diagnostic] {
    switch error {
    case let error as any DiagnosedError:
      error.diagnostics
    case is CancellationError:
      [
        Diagnostic(
          ("interrupted", "the run was interrupted", "You can run the command again safely: it skips what is already done.")
        )
      ]
    default:
      [
        Diagnostic(
          (
            "internal-error", "an unexpected error of the type \(type(of: error)) ended the run",
            "This is a bug in this program; please report it with the command that led here."
          )
        )
      ]
    }
  }
}
