import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
import SegmentModel

/// `segplan expiring`.
struct ExpiringCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expiring",
    abstract: "List the members whose declaration is about to expire.",
    discussion: """
      Reads the manifests and their lists alone, and needs no store. A member leaves at the start of the day, UTC, that `expires:` names.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: ArgumentHelp("How far to look: 14d, 2w.", valueName: "days"))
  var within = DaySpan(days: 14)

  @Option(help: "How to list them.")
  var format = AnswerFormat.human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let today = day.at ?? context.today
    let loaded = try LoadedConfiguration(paths: manifests.orWorkingFolder, configuration.loading(context.environment, on: today))
    // What has expired already is warned of by every other command, and is not what is asked for here.
    context.console.report(loaded.warnings.filter { $0.code != "expired-member" })
    let members = loaded.expiring(within: within.count)
    switch format {
    case .human:
      let text = ExpiringReport.text(
        members,
        within: within.count,
        style: context.console.style,
        showsAllMembers: view.allMembers
      )
      context.console.write(text)
    case .json:
      context.console.write(ExpiringReport.json(members, from: today, within: within.count))
    }
    return .success
  }
}

/// A number of days as it is written on a command line: `14d`, `2w`, `14`.
struct DaySpan: ExpressibleByArgument, CustomStringConvertible, Hashable, Sendable {
  /// 1 to 36,525: a century.
  let count: Int

  init(days: Int) { count = days }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (1...36_525).contains(number) else { return nil }
    switch argument.dropFirst(digits.count) {
    case "", "d": count = number
    case "w" where number <= 5_217: count = number * 7
    default: return nil
    }
  }

  var description: String { "\(count)d" }

  var defaultValueDescription: String { description }
}
