import Planning
import Reconciliation
import Reporting
import SegmentModel

/// Checks manifests without a store.
package struct ValidateJob: Sendable {
  package let paths: [String]

  package init(paths: [String]) { self.paths = paths }

  package func run(_ context: CommandContext) throws -> ExitStatus {
    let configuration = try LoadedConfiguration(paths: paths)
    context.console.report(configuration.warnings)
    let members = configuration.desired.reduce(0) { $0 + $1.members.count }
    context.console.write(
      """
      Valid: \(Quantity.of(configuration.desired.count, "segment")) with \(Quantity.of(members, "member")) \
      in \(Quantity.of(configuration.manifestCount, "manifest")).\n
      """
    )
    return .success
  }
}
