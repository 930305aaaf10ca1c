import Diagnostics
import Planning
import SegmentModel
import StoreClient

/// Members whose addition or removal failed.
struct BatchFailure: Sendable {
  let direction: BatchResolution.Direction
  let failure: BatchResolution.Failure

  /// The messages about the failures of a segment.
  ///
  /// If the store refuses a member, that member has a message of its own, with the line that declares it; these are sorted by member.
  /// All other members share a message per cause, since a run that is cut off fails thousands of batches for one reason.
  static func applyFailures(
    _ failures: [BatchFailure],
    segment: SegmentName,
    notes: ChangeNotes,
    places: (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange]
  ) -> [ApplyFailure] {
    let blamed = failures.filter { $0.direction == .add && $0.failure.reason.isAboutMembers }.flatMap(\.failure.members)
    let declared = blamed.isEmpty ? [:] : places(MemberSet(blamed), segment)
    var ofMembers: [ApplyFailure] = []
    var shared: [(cause: BatchFailure, members: [ShopperProfileID])] = []
    for failure in failures {
      let members = failure.failure.members
      if failure.failure.reason.isAboutMembers {
        ofMembers += members.map { failure.applyFailure(of: $0, segment: segment, notes, declaredAt: declared[$0]) }
      } else if let known = shared.firstIndex(where: { $0.cause.hasSameCause(as: failure) }) {
        shared[known].members += members
      } else {
        shared.append((failure, Array(members)))
      }
    }
    ofMembers.sort { $0.members.ids.lexicographicallyPrecedes($1.members.ids) }
    return ofMembers
      + shared.map { cause, members in
        let members = MemberSet(members)
        let count = members.count == 1 ? "1 member" : "\(members.count) members"
        return cause.applyFailure(count, isPlural: members.count != 1, members, segment: segment, range: nil)
      }
  }

  private func hasSameCause(as other: BatchFailure) -> Bool {
    direction == other.direction && failure.mayBeDone == other.failure.mayBeDone
      && failure.reason.words.code == other.failure.reason.words.code
  }

  private func applyFailure(
    of member: ShopperProfileID,
    segment: SegmentName,
    _ notes: ChangeNotes,
    declaredAt: SourceRange?
  ) -> ApplyFailure {
    let customer = (direction == .add ? notes.additions : notes.removals)[member]?.customer
    let who = customer.map { "customer \($0) (profile \(member))" } ?? "profile \(member)"
    return applyFailure(who, isPlural: false, [member], segment: segment, range: direction == .add ? declaredAt : nil)
  }

  private func applyFailure(
    _ subject: String,
    isPlural: Bool,
    _ members: MemberSet,
    segment: SegmentName,
    range: SourceRange?
  ) -> ApplyFailure {
    let words = failure.reason.words
    let verb = failure.mayBeDone ? "may not have been" : isPlural ? "were not" : "was not"
    return ApplyFailure(
      problem: Diagnostic(
        .error,
        code: words.code,
        summary: "\(subject) \(verb) \(direction.participle) segment \"\(segment)\": \(words.summary)",
        detail: words.detail,
        range: range
      ),
      members: members
    )
  }
}

extension BatchResolution.Direction {
  fileprivate var participle: String {
    switch self {
    case .add: "added to"
    case .remove: "removed from"
    }
  }
}

extension BatchResolution.Reason {
  /// Whether the member is the cause, not the request or the segment.
  fileprivate var isAboutMembers: Bool {
    switch self {
    case .refused, .dropped, .unexplainedConflict: true
    case .segmentGone, .undone, .interrupted, .notSent: false
    }
  }

  fileprivate var words: (code: String, summary: String, detail: String?) {
    switch self {
    case .refused(let error):
      let problem = error.diagnostics.first
      return (
        "member-refused", problem?.summary ?? "the store refused it",
        "The shopper profile may not exist in this store. Correct or remove the line, then run the command again."
      )
    case .dropped:
      return (
        "member-dropped", "the store accepted the request, but its list does not show the change",
        "The shopper profile may not exist in this store. Correct or remove the line, then run the command again."
      )
    case .unexplainedConflict:
      return (
        "member-conflict", "the store reports a conflict but does not name its cause, and its list does not show the member",
        "Run the command again. If the problem persists, report the profile id to BigCommerce's support."
      )
    case .segmentGone:
      return ("segment-gone", "someone deleted the segment during the run", "Plan again to see the current state of the store.")
    case .undone(let error):
      let problem = error.diagnostics.first
      return (problem?.code ?? "store-error", problem?.summary ?? "the request failed", problem?.detail)
    case .interrupted:
      return ("interrupted", "the run stopped before the store answered", "To continue, run the command again.")
    case .notSent:
      return ("not-sent", "the run stopped before they were sent", "To continue, run the command again.")
    }
  }
}
