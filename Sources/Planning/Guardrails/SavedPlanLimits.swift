package import Diagnostics
package import SegmentModel

/// The limits that hold for a saved plan: those of the manifests given with it, and those of the command line.
///
/// The limits in the plan file count only if they are stricter than the defaults: whoever can write a plan file can
/// raise them and compute its digest.
package struct SavedPlanLimits: Hashable, Sendable {
  private let declared: [SegmentName: SegmentLimits]
  /// The names of the segments that `--allow-empty` allows to be emptied.
  private let emptiable: Set<String>

  package static let standard = SavedPlanLimits()

  package init(declared: [SegmentName: SegmentLimits] = [:], emptiable: Set<String> = []) {
    self.declared = declared
    self.emptiable = emptiable
  }

  /// The limits that hold for a segment of a saved plan.
  package func limits(of segment: SegmentPlan) -> SegmentLimits {
    var limits = segment.limits
    if let declared = declared[segment.name] {
      limits = declared
    } else {
      // `max_members` has no default, so any limit is stricter.
      limits.allowsEmpty = false
      let live = segment.judged.live
      if limits.maximumRemovals.isLooser(than: .standardRemovals, of: live) { limits.maximumRemovals = .standardRemovals }
      if limits.maximumAdditions.isLooser(than: .standardAdditions, of: live) { limits.maximumAdditions = .standardAdditions }
    }
    if emptiable.contains(segment.name.text) { limits.allowsEmpty = true }
    return limits
  }

  /// A warning for each changing segment whose limits in the plan file allow more than the limits that hold.
  package func warnings(about plan: Plan) -> [Diagnostic] {
    plan.segments.filter(\.hasChanges).compactMap { segment in
      let holding = limits(of: segment)
      var ignored: [String] = []
      var options = ["--manifests PATH"]
      let (own, live) = (segment.limits, segment.judged.live)
      if !segment.remove.isEmpty, own.maximumRemovals.isLooser(than: holding.maximumRemovals, of: live) {
        ignored.append("max_removals \(own.maximumRemovals) (\(holding.maximumRemovals) holds)")
        options.append("--max-removals \(own.maximumRemovals)")
      }
      if live >= Guardrails.smallestSegmentWithGrowth, !holding.maximumAdditions.allows(segment.judged.additions, of: live),
        own.maximumAdditions.isLooser(than: holding.maximumAdditions, of: live)
      {
        ignored.append("max_additions \(own.maximumAdditions) (\(holding.maximumAdditions) holds)")
        options.append("--max-additions \(own.maximumAdditions)")
      }
      if !segment.remove.isEmpty, own.allowsEmpty && !holding.allowsEmpty {
        ignored.append("allow_empty")
        options.append("--allow-empty '\(segment.name)'")
      }
      guard !ignored.isEmpty else { return nil }
      return Diagnostic(
        .warning,
        code: "plan-limits",
        summary: "segment \"\(segment.name)\": the plan file's own limits do not count: \(ignored.joined(separator: ", "))",
        detail: """
          Someone who changes a plan file could raise its limits. segapply takes limits from its command line and from manifests, by \
          default those in the working folder:

          \(options.map { "    \($0)" }.joined(separator: "\n"))
          """
      )
    }
  }
}

extension ChangeLimit {
  /// Whether this limit allows more changes.
  fileprivate func isLooser(than other: ChangeLimit, of live: Int) -> Bool {
    maximumChanges(of: live) > other.maximumChanges(of: live)
  }
}
