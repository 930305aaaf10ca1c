import ArgumentParser
import Planning
import Reporting

/// `segplan diff`.
struct DiffCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare what two saved plans would do.",
    discussion: "This needs no access to the store."
  )

  @Argument(help: .value("old", "A saved plan."), completion: .file())
  var oldPlan: String

  @Argument(help: .value("new", "The saved plan to compare it with."), completion: .file())
  var newPlan: String

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 0 if the plans do the same, and with 2 if not.")
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
