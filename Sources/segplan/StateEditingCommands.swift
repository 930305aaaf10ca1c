import ArgumentParser
import CommandLineSupport

/// `segplan state push`.
struct StatePushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Put a state from a file where the state is kept.",
    discussion: """
      For a state that an apply could not write (errored.….json), or one that was pulled before. It is refused when the stored state is of \
      another lineage, or was written since.
      """
  )

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String

  @Flag(name: .shortAndLong, help: "Also over a state of another lineage, a newer one, or one that cannot be read.")
  var force = false

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StatePushJob(path: file, options: state, lock: lock, isForced: force)
    try await runCommand("segplan state push", output) { try await job.run($0) }
  }
}

/// `segplan state mv`.
struct StateMoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mv",
    abstract: "Copy the state to another place, to be used from then on.",
    discussion: """
      Holds both locks meanwhile. Credentials of both places come from the environment. The old state is left as it is. A state at the new \
      place is treated as segplan state push treats it.
      """
  )

  @Argument(help: ArgumentHelp("The new place, as --state takes it.", valueName: "destination"))
  var destination: String

  @Flag(name: .shortAndLong, help: "Also over a state of another lineage, a newer one, or one that cannot be read.")
  var force = false

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StateMoveJob(destination: destination, options: state, lock: lock, isForced: force)
    try await runCommand("segplan state mv", output) { try await job.run($0) }
  }
}

/// `segplan state rm`.
struct StateRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Forget a recorded segment; the store is not touched.",
    discussion: """
      Nothing is then known of drift of this segment, and members of an additive segment that were added by this tool are not removed by it \
      any more.
      """
  )

  @Argument(help: "The segment's name or id.")
  var segment: String

  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "State") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = StateRemoveJob(name: segment, options: state, lock: lock)
    try await runCommand("segplan state rm", output) { try await job.run($0) }
  }
}
