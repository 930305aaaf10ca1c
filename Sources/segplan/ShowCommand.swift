import ArgumentParser
import CommandLineSupport

/// `segplan show`.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a saved plan.",
    discussion: "Needs no store. Warns of the guardrails that applying the plan as it stands would run into."
  )

  @Argument(help: ArgumentHelp("What segplan --out wrote.", valueName: "planfile"), completion: .file())
  var planFile: String

  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = ShowJob(path: planFile, review: review, showsAllMembers: view.allMembers)
    try await runCommand("segplan show", output) { try job.run($0) }
  }
}
