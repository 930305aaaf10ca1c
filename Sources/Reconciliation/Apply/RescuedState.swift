import Diagnostics
import FileAccess
import StateStorage

/// Keeps a state that could not be written to its backend, in a file.
enum RescuedState {
  /// Saves the document beside the journal.
  ///
  /// Returns a message that says what to do with it.
  ///
  /// The file is named after the state, such as `errored.segplan.state.json`. It never overwrites an earlier one.
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
          The changes in the store stay. Fix the cause, then write the state to its backend:

              segplan state push \(path) --state '\(backend.location)'

          If that is refused because another run has written the state since, run segapply again instead. It reads the store and \
          finds the changes.
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
