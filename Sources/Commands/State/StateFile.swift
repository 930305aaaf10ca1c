import Diagnostics
import SegmentModel
import StateStorage

/// The state as a reader without a store meets it.
enum StateFile {
  static func read(_ options: StateOptions, _ context: CommandContext) async throws -> StateDocument? {
    let location = try options.location(context.environment)
    let document = try await StateStore.withBackend(at: location, context.stateConnection(options)) { backend in
      try await StateStore.readDocument(from: backend)
    }
    if let document {
      context.console.note(
        "State \(location): store \(document.store), serial \(document.serial), lineage \(document.lineage)"
      )
    } else {
      context.console.note("There is no state at \(location) yet.")
    }
    return document
  }
}

/// A segment that the state does not record.
struct NotRecordedError: DiagnosedError {
  let name: String
  let recorded: [String]

  /// The record of this name or id.
  ///
  /// - Throws: ``NotRecordedError``.
  static func find(_ name: String, in segments: [RecordedSegment]) throws(NotRecordedError) -> RecordedSegment {
    guard let segment = segments.first(where: { $0.name == name || $0.id.description == name.lowercased() }) else {
      throw NotRecordedError(name: name, recorded: segments.map(\.name))
    }
    return segment
  }

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "not-recorded",
        summary: "the state records no segment \"\(name)\"",
        detail: "It takes a name or an id. What is recorded:\n\n    segplan state list",
        suggestion: Suggestion.nearest(to: name, among: recorded)
      )
    ]
  }
}

/// The error of a command that needs a state where there is none.
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
