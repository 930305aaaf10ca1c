import Diagnostics
import Reporting
import SegmentModel
import StateStorage

/// Lists the segments that the state records.
package struct StateListJob: Sendable {
  package let options: StateOptions

  package init(options: StateOptions) { self.options = options }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let document = try await StateFile.read(options, context)
    context.console.write(StateReport.list(document?.segments ?? []))
    return .success
  }
}

/// Shows one recorded segment with its members.
package struct StateShowJob: Sendable {
  package let options: StateOptions
  package let name: String

  package init(options: StateOptions, name: String) {
    self.options = options
    self.name = name
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let segments = try await StateFile.read(options, context)?.segments ?? []
    guard let segment = segments.first(where: { $0.name == name || $0.id.description == name.lowercased() }) else {
      throw DiagnosticsError(diagnostics: [
        Diagnostic(
          .error,
          code: "not-recorded",
          summary: "the state records no segment \"\(name)\"",
          detail: "It takes a name or an id. What is recorded:\n\n    segplan state list",
          suggestion: Suggestion.nearest(to: name, among: segments.map(\.name))
        )
      ])
    }
    context.console.write(StateReport.show(segment))
    return .success
  }
}

/// Frees a lock by hand.
package struct UnlockJob: Sendable {
  package let options: StateOptions
  package let lockID: String

  package init(options: StateOptions, lockID: String) {
    self.options = options
    self.lockID = lockID
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let backend = try StateStore.backend(at: options.location(context.environment))
    try await backend.forceUnlock(id: lockID)
    context.console.write("Unlocked \(backend.location).\n")
    return .success
  }
}

/// The state as a reader without a store meets it.
enum StateFile {
  static func read(_ options: StateOptions, _ context: CommandContext) async throws -> StateDocument? {
    let backend = try StateStore.backend(at: options.location(context.environment))
    let document = try await StateStore.readDocument(from: backend)
    if let document {
      context.console.note(
        "State \(backend.location): store \(document.store), serial \(document.serial), lineage \(document.lineage)"
      )
    } else {
      context.console.note("There is no state at \(backend.location) yet.")
    }
    return document
  }
}
