package import Planning

/// The counts that GitLab's merge-request widget for Terraform shows (GitLab docs, *artifacts:reports:terraform*).
///
/// A segment and a membership count as a resource each: `create` has segments to create and members to add, `delete` segments to delete and
/// members to remove, `update` segments that get another name or description.
package enum GitLabPlanReport {
  private struct Counts: Encodable {
    let create: Int
    let update: Int
    let delete: Int
  }

  /// - Throws: Only what the JSON encoder throws, which it has no reason to for numbers.
  package static func text(_ plan: Plan) throws -> String {
    let summary = plan.summary
    let updates = plan.segments.count { if case .update = $0.change { true } else { false } }
    return try ForeignJSON.document(
      Counts(
        create: summary.segmentsToCreate + summary.membersToAdd,
        update: updates,
        delete: summary.segmentsToDelete + summary.membersToRemove
      )
    )
  }
}
