import ArgumentParser
import Diagnostics
import Reporting
import SegmentModel
import StateStorage

/// `segplan state`.
struct StateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Show or repair what the last apply recorded.",
    subcommands: [
      StateListCommand.self, StateShowCommand.self, StatePullCommand.self, StatePushCommand.self, StateMoveCommand.self,
      StateRemoveCommand.self,
    ]
  )
}

/// `segplan state list`.
struct StateListCommand: RunnableCommand {
  static let program = "segplan state list"
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the recorded segments, one per line.")

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    context.console.write(StateReport.list(try await RecordedSegments.read(state, context)))
    return .success
  }
}

/// `segplan state show`.
struct StateShowCommand: RunnableCommand {
  static let program = "segplan state show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a recorded segment with its members, one per line."
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let segments = try await RecordedSegments.read(state, context)
    context.console.write(StateReport.show(try RecordedSegments.find(segment, in: segments)))
    return .success
  }
}

/// `segplan state pull`.
struct StatePullCommand: RunnableCommand {
  static let program = "segplan state pull"
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Print the state as it is stored, to read it or to keep a copy."
  )

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    guard context.redaction == nil else {
      throw ValidationError(
        "state pull prints the state as it is stored, with all ids, so it does not support --redact-members. Use state list or state show."
      )
    }
    let location = try state.location(context)
    guard let stored = try await state.withBackend(context, { try await $0.read() }) else {
      context.console.note("There is no state at \(location) yet.")
      return .success
    }
    do throws(StateError) {
      _ = try StateCodec.decode(stored.bytes, location: "\(location)")
    } catch {
      // A state of a newer release is printed; a file that is not a state must not be saved as one.
      if case .corrupt = error { throw error }
    }
    context.console.write(document: stored.bytes)
    return .success
  }
}

/// The segments in a state, read without a lock.
enum RecordedSegments {
  static func read(_ options: StateOptions, _ context: CommandContext) async throws -> [RecordedSegment] {
    let location = try options.location(context)
    guard let document = try await options.withBackend(context, { try await StateStore.readDocument(from: $0) }) else {
      context.console.note("There is no state at \(location) yet.")
      return []
    }
    context.console.note("State \(location): store \(document.store), serial \(document.serial), lineage \(document.lineage)")
    return document.segments
  }

  /// The record with this name or id.
  static func find(_ name: String, in segments: [RecordedSegment]) throws -> RecordedSegment {
    if let segment = segments.first(where: { $0.name == name || $0.id.description == name.lowercased() }) { return segment }
    throw DiagnosticsError(
      code: "not-recorded",
      "the state records no segment \"\(name)\"",
      detail: "Use the name or the id of a recorded segment:\n\n    segplan state list",
      suggestion: Suggestion.nearest(to: name, among: segments.map(\.name))
    )
  }
}
