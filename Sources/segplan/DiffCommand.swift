import ArgumentParser
import CommandLineSupport

/// `segplan diff`.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two saved plans: what one would do that the other would not.",
    discussion: "Needs no store."
  )

  @Argument(help: ArgumentHelp("A saved plan.", valueName: "old"), completion: .file())
  var oldPlan: String

  @Argument(help: ArgumentHelp("Another one, made later.", valueName: "new"), completion: .file())
  var newPlan: String

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 0 for the same and 2 for a difference.")
  var hasDetailedExitStatus = false

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = DiffJob(
      oldPath: oldPlan,
      newPath: newPlan,
      showsAllMembers: view.allMembers,
      hasDetailedExitStatus: hasDetailedExitStatus
    )
    try await runCommand("segplan diff", output) { try job.run($0) }
  }
}
