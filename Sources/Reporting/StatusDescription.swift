package import Planning

/// The description of a commit status: the plan id, which an apply reads back, and what the plan does.
package enum StatusDescription {
  /// GitHub accepts 140 characters, GitLab 255.
  private static let maximumLength = 140

  /// On one line, at most 140 characters.
  package static func text(_ review: Review) -> String {
    guard let plan = review.plan else { return "nothing was planned: \(Quantity.of(review.errorCount, "problem"))" }
    let summary = plan.summary
    let segments = "segments +\(summary.segmentsToCreate) ~\(summary.segmentsToUpdate) -\(summary.segmentsToDelete)"
    let members = "members +\(summary.membersToAdd) -\(summary.membersToRemove)"
    let effect =
      switch review.verdict {
      case .unchanged: "no changes"
      case .stopped: "stopped by a guardrail (\(segments), \(members))"
      case .changes, .failed: "\(segments), \(members)"
      }
    return String("\(review.planID ?? plan.id): \(effect)".prefix(maximumLength))
  }
}
