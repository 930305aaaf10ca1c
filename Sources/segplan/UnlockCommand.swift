import ArgumentParser
import CommandLineSupport

/// `segplan unlock`.
struct UnlockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock",
    abstract: "Free a lock that its holder left behind.",
    discussion: """
      On a server the lock of a run that died stays until it is freed here. With an id it asks first, with the holder and since when. Only \
      free a lock whose holder is dead: otherwise two runs change the store at once. Without an id it frees the lock only if it can prove \
      that: the holder was a process of this machine, since the last boot, and is gone.

      A local state's lock goes when its holder ends, however it ends, so that there is never one left over; this command then says who \
      holds it, and refuses to free it under a running apply.
      """
  )

  @Argument(help: ArgumentHelp("The lock's id, from the message that the state is locked.", valueName: "lock-id"))
  var lockID: String?

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var force = false

  @OptionGroup var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = UnlockJob(options: state, lockID: lockID, isForced: force)
    try await runCommand("segplan unlock", output) { try await job.run($0) }
  }
}
