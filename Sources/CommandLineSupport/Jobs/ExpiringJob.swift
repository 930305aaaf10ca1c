import ArgumentParser
import Diagnostics
import Reconciliation
import Reporting
package import SegmentModel

/// Lists what is about to leave, without a store.
package struct ExpiringJob: Sendable {
  package let paths: [String]
  package let configuration: ConfigurationOptions
  /// The day to look from; `nil` for today.
  package let day: CalendarDay?
  package let days: DaySpan
  package let format: ExpiringFormat
  package let showsAllMembers: Bool

  package init(
    paths: [String],
    configuration: ConfigurationOptions,
    day: CalendarDay?,
    days: DaySpan,
    format: ExpiringFormat,
    showsAllMembers: Bool
  ) {
    self.paths = paths
    self.configuration = configuration
    self.day = day
    self.days = days
    self.format = format
    self.showsAllMembers = showsAllMembers
  }

  package func run(_ context: CommandContext) throws -> ExitStatus {
    let day = day ?? context.today
    let loaded = try LoadedConfiguration(paths: paths, configuration.loading(context.environment, on: day))
    // What has expired already is warned of by every other command, and is not what is asked for here.
    context.console.report(loaded.warnings.filter { $0.code != "expired-member" })
    let members = loaded.expiring(within: days.count)
    switch format {
    case .human:
      let report = ExpiringReport(style: context.console.style, showsAllMembers: showsAllMembers)
      context.console.write(report.text(members, within: days.count))
    case .json:
      context.console.write(try ExpiringJSON.text(members, from: day, within: days.count))
    }
    return .success
  }
}

/// In which form expiring members are listed.
package enum ExpiringFormat: String, ExpressibleByArgument, Hashable, Sendable, CaseIterable {
  /// For people.
  case human
  /// docs/schemas/expiring.schema.json.
  case json
}

/// A number of days as it is written on a command line: `14d`, `2w`, `14`.
package struct DaySpan: ExpressibleByArgument, CustomStringConvertible, Hashable, Sendable {
  /// 1 to 36,525: a century.
  package let count: Int

  package init(days: Int) { count = days }

  package init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (1...36_525).contains(number) else { return nil }
    switch argument.dropFirst(digits.count) {
    case "", "d": count = number
    case "w" where number <= 5_217: count = number * 7
    default: return nil
    }
  }

  package var description: String { "\(count)d" }

  package var defaultValueDescription: String { description }
}
