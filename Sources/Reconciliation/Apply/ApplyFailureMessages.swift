import Diagnostics
import Planning
import SegmentModel
import StoreClient

extension BatchFailure {
  /// The failures of a segment in words.
  ///
  /// Where members are the cause there is one a member, by member, so that each is shown with the line that declares it;
  /// members that share another cause share one, since a run that is cut off fails thousands of batches for one reason.
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
        let subject = members.count == 1 ? "1 member was" : "\(members.count) members were"
        return cause.applyFailure(subject, members, segment: segment, range: nil)
      }
  }

  private func hasSameCause(as other: BatchFailure) -> Bool {
    direction == other.direction && failure.reason.words.code == other.failure.reason.words.code
  }

  private func applyFailure(
    of member: ShopperProfileID,
    segment: SegmentName,
    _ notes: ChangeNotes,
    declaredAt: SourceRange?
  ) -> ApplyFailure {
    let customer = (direction == .add ? notes.additions : notes.removals)[member]?.customer
    let who = customer.map { "customer \($0) (profile \(member))" } ?? "profile \(member)"
    return applyFailure("\(who) was", [member], segment: segment, range: direction == .add ? declaredAt : nil)
  }

  private func applyFailure(_ subject: String, _ members: MemberSet, segment: SegmentName, range: SourceRange?) -> ApplyFailure {
    let words = failure.reason.words
    return ApplyFailure(
      problem: Diagnostic(
        .error,
        code: words.code,
        summary: "\(subject) not \(direction.participle) segment \"\(segment)\": \(words.summary)",
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
  /// Whether single members are the cause, and not the request or the segment.
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
        "The shopper profile may not exist in this store. Correct or drop the line, then run the command again."
      )
    case .dropped:
      return (
        "member-dropped", "the store took the request and did not do it",
        "The shopper profile may not exist in this store. Correct or drop the line, then run the command again."
      )
    case .unexplainedConflict:
      return (
        "member-conflict", "the store reports a conflict without saying which, and the member does not show",
        "Run the command again; if it stays, ask the vendor with the profile id."
      )
    case .segmentGone:
      return ("segment-gone", "somebody deleted the segment during the run", "Plan again to see the store as it is.")
    case .undone(let error):
      let problem = error.diagnostics.first
      return (problem?.code ?? "store-error", problem?.summary ?? "the request failed", problem?.detail)
    case .interrupted:
      return ("interrupted", "the run stopped before the store answered", "Running the command again continues.")
    case .notSent:
      return ("not-sent", "the run stopped before they were sent", "Running the command again continues.")
    }
  }
}
