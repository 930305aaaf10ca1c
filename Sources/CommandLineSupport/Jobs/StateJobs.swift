import ArgumentParser
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
    let segment = try NotRecordedError.find(name, in: segments)
    context.console.write(StateReport.show(segment))
    return .success
  }
}

/// Prints the state as it is stored.
package struct StatePullJob: Sendable {
  package let options: StateOptions

  package init(options: StateOptions) { self.options = options }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    guard context.redaction == nil else {
      throw ValidationError(
        "state pull prints the state as it is stored, with all ids packed, so --redact-members cannot go with it. Use state list or state show."
      )
    }
    let location = try options.location(context.environment)
    let stored = try await StateStore.withBackend(at: location, context.stateConnection(options)) { try await $0.read() }
    guard let stored else {
      context.console.note("There is no state at \(location) yet.")
      return .success
    }
    do throws(StateError) {
      _ = try StateCodec.decode(stored.bytes, location: "\(location)")
    } catch {
      // A newer release may have written it; what is not a state must not be saved as one.
      if case .corrupt = error { throw error }
    }
    context.console.write(document: stored.bytes)
    return .success
  }
}

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
