package import Planning

/// The counts of a plan as outputs of a workflow's step: what is appended to the file in `GITHUB_OUTPUT`.
package enum GitHubOutput {
  /// A line `name=value` each; names do not change between releases.
  ///
  /// `verdict` is one of ``ReviewVerdict``; the others are numbers, and `has_changes` is `true` or `false`. Without a plan there are `verdict`,
  /// `errors` and `warnings` alone.
  package static func text(_ review: Review) -> String {
    var lines = ["verdict=\(review.verdict.rawValue)", "errors=\(review.errorCount)", "warnings=\(review.warningCount)"]
    if let plan = review.plan {
      let summary = plan.summary
      lines += [
        "has_changes=\(plan.hasChanges)",
        "segments_to_create=\(summary.segmentsToCreate)",
        "segments_to_update=\(summary.segmentsToUpdate)",
        "segments_to_delete=\(summary.segmentsToDelete)",
        "members_to_add=\(summary.membersToAdd)",
        "members_to_remove=\(summary.membersToRemove)",
        "profiles_to_create=\(summary.profilesToCreate)",
      ]
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
