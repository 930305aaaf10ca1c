package import Diagnostics
import SegmentModel

extension GuardrailFinding {
  /// The finding in words: the numbers, the limit, and how to override it.
  package var diagnostic: Diagnostic {
    switch self {
    case .emptied(let segment, let removals, let live):
      Diagnostic(
        .error,
        code: code,
        summary: removals == live
          ? "segment \"\(segment)\" would be emptied: it would lose \(live == 1 ? "its only live member" : "all \(live) live members")"
          : "segment \"\(segment)\" has no declared members any more: \(removals) of its \(live) live members, all that were ours, would be "
            + "removed",
        detail: "If that is meant, say so on the segment in the manifest:\n\n    allow_empty: true"
      )
    case .removals(let segment, let removals, let live, let limit):
      Diagnostic(
        .error,
        code: code,
        summary: "segment \"\(segment)\" would lose \(removals) of \(live) live members"
          + "\(Self.share(removals, of: live)); the limit is \(limit)",
        detail: """
          If that is meant, raise the limit for this run, or for good with `guardrails: {max_removals: …}` on the segment:

              --max-removals \(Self.sufficientLimit(removals, of: live))
          """
      )
    case .deletion(let segment, let live):
      Diagnostic(
        .error,
        code: code,
        summary: "segment \"\(segment)\" would be deleted with its \(live) \(live == 1 ? "membership" : "memberships")",
        detail:
          "It is declared with `ensure: absent`. Deleting is asked for again on a terminal; elsewhere it needs:\n\n    --allow-delete"
      )
    case .totalChanges(let changes, let limit):
      Diagnostic(
        .error,
        code: code,
        summary: "the run would make \(changes) changes; --max-changes is \(limit)",
        detail: "If that is meant, raise the limit:\n\n    --max-changes \(changes)"
      )
    }
  }

  /// The share in words, rounded up so that it never looks as if it kept the limit.
  private static func share(_ removals: Int, of live: Int) -> String {
    live > 0 ? " (\(ceilingPercent(removals, of: live)) %)" : ""
  }

  private static func sufficientLimit(_ removals: Int, of live: Int) -> RemovalLimit {
    live > 0 ? .percent(min(100, ceilingPercent(removals, of: live))) : .count(removals)
  }

  private static func ceilingPercent(_ part: Int, of whole: Int) -> Int {
    Int((Int128(part) * 100 + Int128(whole) - 1) / Int128(whole))
  }
}
