package import Diagnostics
package import SegmentModel

/// The limits that hold for a saved plan: those of manifests that are given with it, and of the command line.
///
/// The plan file's own limits count only where they are stricter than the defaults. Whoever can write a plan file could raise them, and
/// its digest with them.
package struct SavedPlanLimits: Hashable, Sendable {
  /// The limits in the manifests, by segment.
  private let declared: [SegmentName: SegmentLimits]
  /// The names of the segments that the command line allows to be emptied.
  private let emptiable: Set<String>

  /// Neither manifests nor options: the defaults.
  package static let standard = SavedPlanLimits()

  package init(declared: [SegmentName: SegmentLimits] = [:], emptiable: Set<String> = []) {
    self.declared = declared
    self.emptiable = emptiable
  }

  /// The limits that hold for a segment of a saved plan.
  package func limits(of segment: SegmentPlan) -> SegmentLimits {
    let mayBeEmptied = emptiable.contains(segment.name.text)
    guard let declared = declared[segment.name] else {
      let own = segment.limits.maximumRemovals
      return SegmentLimits(
        maximumRemovals: Self.isLooser(own, than: .standard, segment) ? .standard : own,
        allowsEmpty: mayBeEmptied
      )
    }
    return SegmentLimits(maximumRemovals: declared.maximumRemovals, allowsEmpty: declared.allowsEmpty || mayBeEmptied)
  }

  /// A warning for each segment that loses members and whose limits in the plan file would allow more than what holds.
  package func warnings(about plan: Plan) -> [Diagnostic] {
    plan.segments.filter { !$0.remove.isEmpty }.compactMap { segment in
      let holding = limits(of: segment)
      var ignored: [String] = []
      var options = ["--manifests PATH"]
      if Self.isLooser(segment.limits.maximumRemovals, than: holding.maximumRemovals, segment) {
        ignored.append("max_removals \(segment.limits.maximumRemovals) (\(holding.maximumRemovals) holds)")
        options.append("--max-removals \(segment.limits.maximumRemovals)")
      }
      if segment.limits.allowsEmpty && !holding.allowsEmpty {
        ignored.append("allow_empty")
        options.append("--allow-empty '\(segment.name)'")
      }
      guard !ignored.isEmpty else { return nil }
      return Diagnostic(
        .warning,
        code: "plan-limits",
        summary: "segment \"\(segment.name)\": the plan file's own limits do not count: \(ignored.joined(separator: ", "))",
        detail: """
          A plan file that somebody changed could allow itself anything. segapply takes limits from manifests, by default those in the \
          working folder, or from its command line:

          \(options.map { "    \($0)" }.joined(separator: "\n"))
          """
      )
    }
  }

  private static func isLooser(_ limit: RemovalLimit, than other: RemovalLimit, _ segment: SegmentPlan) -> Bool {
    limit.maximumRemovals(of: segment.judgedRemovals.live) > other.maximumRemovals(of: segment.judgedRemovals.live)
  }
}
