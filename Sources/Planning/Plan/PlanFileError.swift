package import Diagnostics

/// Why a plan file is refused.
package enum PlanFileError: WordedError, Equatable {
  case notAPlan(file: String)
  case version(file: String, found: Int, newest: Int)
  case tampered(file: String)
  /// Its members were removed for public eyes.
  case redacted(file: String)
  /// The digest matches, but no planner writes such content.
  case contradictory(file: String)

  package var words: DiagnosticWords {
    switch self {
    case .notAPlan(let file):
      (
        "not-a-plan", "\(file) is not a plan file",
        "A plan file is what `segplan --out FILE` writes. Manifests are named *.yaml or *.yml."
      )
    case .version(let file, let found, let newest):
      (
        "plan-version", "\(file) has plan format \(found); this program reads formats up to \(newest)",
        "Plan and apply with the same release. Make the plan again:\n\n    segplan --out \(file)"
      )
    case .tampered(let file):
      (
        "plan-tampered", "\(file) was changed after it was written: its digest does not match",
        "segapply does exactly what was reviewed, so it refuses an edited plan. Make the plan again:\n\n    segplan --out \(file)"
      )
    case .redacted(let file):
      (
        "plan-redacted", "\(file) has no members: it was printed with --redact-members",
        "You can apply only a plan with its members. Save one in addition to the public report:\n\n    segplan --out PLANFILE"
      )
    case .contradictory(let file):
      (
        "plan-contradictory", "\(file) contradicts itself: no release of this program writes such a file",
        "Its counts, actions and members do not agree. Make the plan again:\n\n    segplan --out \(file)"
      )
    }
  }
}
