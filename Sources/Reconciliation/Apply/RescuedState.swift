import Diagnostics
import FileAccess
import StateStorage

/// A state that could not be written where it belongs, kept in a file so that what was done is not forgotten.
enum RescuedState {
  /// Saves the document beside the journal and says what to do with it.
  ///
  /// The file is named after the state, as `errored.segplan.state.json`, and one that nobody has pushed yet is never
  /// written over.
  static func save(_ document: StateDocument, of backend: any StateBackend) -> [Diagnostic] {
    let path: String
    do {
      path = try freePath(for: backend.journalPath)
      try FileAccess.writeDurably(try StateCodec.encode(document), to: path)
    } catch {
      return Diagnostic.describing(error)
    }
    return [
      Diagnostic(
        .error,
        code: "state-rescued",
        summary: "the state was not written to \(backend.location); it is saved as \(path)",
        detail: """
          What was done in the store stays done. Fix the cause, then put the state where it belongs:

              segplan state push \(path) --state '\(backend.location)'

          If that is refused because another run has written the state since, leave it and run segapply again: the store is the truth, and what \
          was done is found done.
          """
      )
    ]
  }

  private static func freePath(for journalPath: String) throws -> String {
    let folder = FileAccess.folder(of: journalPath)
    var name = "errored.\(journalPath.split(separator: "/").last ?? "")"
    for suffix in [".journal", ".json"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    var number = 1
    while true {
      let path = FileAccess.join(folder, "\(name)\(number == 1 ? "" : ".\(number)").json")
      guard try FileAccess.isThere(path) else { return path }
      number += 1
    }
  }
}
