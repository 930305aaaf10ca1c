import Planning
import Reporting

/// Compares two saved plans.
package struct DiffJob: Sendable {
  package let oldPath: String
  package let newPath: String
  package let showsAllMembers: Bool
  package let hasDetailedExitStatus: Bool

  package init(oldPath: String, newPath: String, showsAllMembers: Bool, hasDetailedExitStatus: Bool) {
    self.oldPath = oldPath
    self.newPath = newPath
    self.showsAllMembers = showsAllMembers
    self.hasDetailedExitStatus = hasDetailedExitStatus
  }

  package func run(_ context: CommandContext) throws -> ExitStatus {
    let difference = PlanDifference(from: try PlanFile.read(oldPath), to: try PlanFile.read(newPath))
    let report = PlanDifferenceReport(style: context.console.style, showsAllMembers: showsAllMembers)
    context.console.write(report.text(difference))
    return hasDetailedExitStatus && !difference.isEmpty ? .changes : .success
  }
}
