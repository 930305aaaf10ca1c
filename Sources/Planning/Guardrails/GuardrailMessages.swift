package import Diagnostics
import SegmentModel

extension GuardrailFinding {
  /// The finding in words: the numbers, the limit, and how to override it.
  package var diagnostic: Diagnostic {
    Diagnostic(.error, code: code, summary: words.summary, detail: words.detail)
  }

  private var words: (summary: String, detail: String) {
    let segment = segment?.text ?? ""
    return switch problem {
    case .emptied(let removals, let live):
      (
        removals == live
          ? "segment \"\(segment)\" would be emptied: it would lose \(live == 1 ? "its only live member" : "all \(live) live members")"
          : "segment \"\(segment)\" has no declared members any more: \(removals) of its \(live) live members would be removed, "
            + "all that segapply added",
        "If this is intended, allow it in the manifest of the segment:\n\n    allow_empty: true"
      )
    case .removals(let removals, let live, let limit):
      (
        "segment \"\(segment)\" would lose \(removals) of \(live) live members"
          + "\(Self.share(removals, of: live)); the limit is \(Self.words(limit, live: live))",
        """
        If this is intended, raise the limit for this run, or permanently with `guardrails: {max_removals: …}` on the segment:

            --max-removals \(Self.sufficientLimit(removals, of: live))
        """
      )
    case .repeatedRemovals(let resulting, let recentLive, let limit):
      (
        "segment \"\(segment)\" would have \(resulting) members; it had \(recentLive) within the last "
          + "\(LiveHistory.daysKept) days, and would have lost \(Self.ceilingPercent(recentLive - resulting, of: recentLive)) % of them; "
          + "the limit is \(limit)",
        """
        Each run was within the limit, but all of them together are not. Check for a list that gets shorter with every export. If this is \
        intended, raise the limit for this run. The count then starts again with the remaining members:

            --max-removals \(Self.sufficientLimit(recentLive - resulting, of: recentLive))
        """
      )
    case .additions(let additions, let live, let limit):
      (
        "segment \"\(segment)\" would gain \(additions) members; it has \(live)"
          + "\(Self.share(additions, of: live)); the limit is \(limit)",
        """
        Promotions of this segment would reach all of them. If this is intended, raise the limit for this run, or permanently with \
        `guardrails: {max_additions: …}` on the segment:

            --max-additions \(Self.sufficientLimit(additions, of: live, maximumPercent: ChangeLimit.maximumAdditionPercent))
        """
      )
    case .members(let resulting, let limit):
      (
        "segment \"\(segment)\" would have \(resulting) members; its manifest allows \(limit)",
        "If this is intended, raise the limit in the manifest:\n\n    guardrails: {max_members: \(resulting)}"
      )
    case .takeover(let named, let live):
      (
        "segment \"\(segment)\" would take over the store's segment \"\(named)\", which has "
          + "\(live) \(live == 1 ? "member" : "members"), and rename it",
        """
        The manifest pins its id, and no apply has recorded that id. Check that `id:` is correct. On a terminal, segapply asks for \
        confirmation. Elsewhere, this needs:

            --allow-takeover
        """
      )
    case .deletion(let live):
      (
        "segment \"\(segment)\" would be deleted with its \(live) \(live == 1 ? "membership" : "memberships")",
        """
        It is declared with `ensure: absent`. On a terminal, segapply asks for confirmation. Elsewhere, deleting needs:

            --allow-delete
        """
      )
    case .totalChanges(let changes, let limit):
      (
        "the run would make \(changes) changes; --max-changes is \(limit)",
        "If this is intended, raise the limit:\n\n    --max-changes \(changes)"
      )
    }
  }

  /// The share in words, rounded up so that it never seems to keep the limit.
  private static func share(_ removals: Int, of live: Int) -> String {
    live > 0 ? " (\(ceilingPercent(removals, of: live)) %)" : ""
  }

  private static func sufficientLimit(_ changes: Int, of live: Int, maximumPercent: Int = 100) -> ChangeLimit {
    let percent = live > 0 ? ceilingPercent(changes, of: live) : .max
    return percent <= maximumPercent ? .percent(percent) : .count(changes)
  }

  /// The limit of removals; in a small segment a share means half.
  private static func words(_ limit: ChangeLimit, live: Int) -> String {
    guard case .percent(1...50) = limit, live < Guardrails.smallestSegmentWithShare else { return "\(limit)" }
    return "half, since it has fewer than \(Guardrails.smallestSegmentWithShare)"
  }

  private static func ceilingPercent(_ part: Int, of whole: Int) -> Int {
    Int((Int128(part) * 100 + Int128(whole) - 1) / Int128(whole))
  }
}
