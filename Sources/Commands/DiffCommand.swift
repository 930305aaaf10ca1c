import ArgumentParser
import Planning
import Reporting

/// `segplan diff`.
struct DiffCommand: RunnableCommand {
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

  func run(_ context: CommandContext) throws -> ExitStatus {
    let difference = PlanDifference(from: try PlanFile.read(oldPlan), to: try PlanFile.read(newPlan))
    let report = PlanDifferenceReport(style: context.console.style, showsAllMembers: view.allMembers)
    let text = context.console.isQuiet ? PlanDifferenceReport.summary(of: difference) + "\n" : report.text(difference)
    context.console.write(text)
    return hasDetailedExitStatus && !difference.isEmpty ? .changes : .success
  }
}
