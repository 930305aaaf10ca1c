package import Planning

/// The counts that GitLab's merge-request widget for Terraform shows (GitLab docs, *artifacts:reports:terraform*).
///
/// A segment and a membership count as a resource each: `create` has segments to create and members to add, `delete` segments to delete and
/// members to remove, `update` segments that get another name or description.
package enum GitLabPlanReport {
  package static func text(_ plan: Plan) -> String {
    let summary = plan.summary
    let updates = plan.segments.count { if case .update = $0.change { true } else { false } }
    return JSONText.document([
      "create": .number(summary.segmentsToCreate + summary.membersToAdd),
      "update": .number(updates),
      "delete": .number(summary.segmentsToDelete + summary.membersToRemove),
    ])
  }
}
