import Diagnostics
import FileAccess
import StateStorage

/// A state that could not be written where it belongs, kept in a file so that what was done is not forgotten.
enum RescuedState {
  /// In the working folder; Terraform's is `errored.tfstate`.
  static let path = "errored.segplan.state.json"

  /// Saves the document and says what to do with it; an older one that nobody has pushed is kept as `.backup`.
  static func save(_ document: StateDocument, location: String) -> [Diagnostic] {
    do {
      try FileAccess.writeDurably(try StateCodec.encode(document), to: path, keepingBackup: path + ".backup")
    } catch {
      return Diagnostic.describing(error)
    }
    return [
      Diagnostic(
        .error,
        code: "state-rescued",
        summary: "the state was not written to \(location); it is saved as \(path)",
        detail: """
          What was done in the store stays done. Mend the cause, then put the state where it belongs:

              segplan state push \(path) --state '\(location)'

          If that is refused because somebody else has written the state meanwhile, leave it and run segapply again: the store is the \
          truth, and what was done is found done.
          """
      )
    ]
  }
}
