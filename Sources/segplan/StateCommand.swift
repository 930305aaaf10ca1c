import ArgumentParser
import CommandLineSupport

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
struct StateListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the recorded segments, one a line.")

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StateListJob(options: state)
    try await runCommand("segplan state list", output) { try await job.run($0) }
  }
}

/// `segplan state show`.
struct StateShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a recorded segment with its members, one a line."
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StateShowJob(options: state, name: segment)
    try await runCommand("segplan state show", output) { try await job.run($0) }
  }
}

/// `segplan state pull`.
struct StatePullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Print the state as it is stored, to keep a copy or to look at it."
  )

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StatePullJob(options: state)
    try await runCommand("segplan state pull", output) { try await job.run($0) }
  }
}
