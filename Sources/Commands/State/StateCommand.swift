import ArgumentParser
import Diagnostics
import Reporting
import SegmentModel
import StateStorage

/// `segplan state`.
struct StateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Look at what the last apply recorded, and mend it.",
    subcommands: [
      StateListCommand.self, StateShowCommand.self, StatePullCommand.self, StatePushCommand.self, StateMoveCommand.self,
      StateRemoveCommand.self,
    ]
  )
}

/// `segplan state list`.
struct StateListCommand: RunnableCommand {
  static let program = "segplan state list"
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the recorded segments, one a line.")

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let document = try await StateFile.read(state, context)
    context.console.write(StateReport.list(document?.segments ?? []))
    return .success
  }
}

/// `segplan state show`.
struct StateShowCommand: RunnableCommand {
  static let program = "segplan state show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a recorded segment with its members, one a line."
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let segments = try await StateFile.read(state, context)?.segments ?? []
    let segment = try NotRecordedError.find(segment, in: segments)
    context.console.write(StateReport.show(segment))
    return .success
  }
}

/// `segplan state pull`.
struct StatePullCommand: RunnableCommand {
  static let program = "segplan state pull"
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Print the state as it is stored, to keep a copy or to look at it."
  )

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    guard context.redaction == nil else {
      throw ValidationError(
        "state pull prints the state as it is stored, with all ids packed, so --redact-members cannot go with it. Use state list or state show."
      )
    }
    let location = try state.location(context.environment)
    let stored = try await StateStore.withBackend(at: location, context.stateConnection(state)) { try await $0.read() }
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
