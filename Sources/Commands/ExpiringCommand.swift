import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
import SegmentModel

/// `segplan expiring`.
struct ExpiringCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expiring",
    abstract: "List the members that expire soon.",
    discussion: """
      Reads only the manifests and their lists. A member leaves at the start of the day, UTC, that `expires:` names. Members that something \
      else keeps in the segment are not listed.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: .value("days", "How far to look ahead: 14d, 2w."))
  var within = DaySpan(days: 14)

  @Option(help: "How to print the list.")
  var format = AnswerFormat.human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let today = day.at ?? context.today
    let loaded = try configuration.load(manifests.paths, context, on: today)
    // Every other command warns of members that have already expired.
    context.console.report(loaded.warnings.filter { $0.code != "expired-member" })
    let members = try loaded.expiring(within: within.count)
    let style = context.console.style
    switch format {
    case .human:
      let text = ExpiringReport.text(members, within: within.count, style: style, showsAllMembers: view.allMembers)
      context.console.write(text)
    case .json:
      context.console.write(ExpiringReport.json(members, from: today, within: within.count))
    }
    return .success
  }
}
