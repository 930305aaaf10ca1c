import Manifests
import Planning
import Reconciliation
import Reporting
package import SegmentModel

/// Checks manifests without a store.
package struct ValidateJob: Sendable {
  package let paths: [String]

  package let configuration: ConfigurationOptions
  /// The day to check for; `nil` for today.
  package let day: CalendarDay?

  package init(paths: [String], configuration: ConfigurationOptions, day: CalendarDay?) {
    self.paths = paths
    self.configuration = configuration
    self.day = day
  }

  package func run(_ context: CommandContext) throws -> ExitStatus {
    let loaded = try LoadedConfiguration(
      paths: paths,
      configuration.loading(context.environment, on: day ?? context.today)
    )
    context.console.report(loaded.warnings)
    let members = loaded.configuration.segments.reduce(0) { $0 + $1.declaredCount(on: loaded.configuration.day) }
    context.console.write(
      """
      Valid: \(Quantity.of(loaded.configuration.segments.count, "segment")) with \(Quantity.of(members, "member")) \
      in \(Quantity.of(loaded.manifestCount, "manifest")).\n
      """
    )
    return .success
  }
}
