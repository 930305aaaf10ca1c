package import Diagnostics
package import SegmentModel

/// What an apply did, segment by segment: every acknowledged change, and every one that failed.
package struct ApplyOutcome: Sendable {
  package private(set) var segments: [SegmentOutcome]

  package init(segments: [SegmentOutcome]) {
    self.segments = segments.sorted { $0.name < $1.name }
  }

  /// This outcome with what kept customers from getting the profile by which they were to be added, in each of their segments.
  package func adding(_ problem: Diagnostic, of customers: Set<CustomerID>, _ plan: Plan) -> ApplyOutcome {
    plan.segments.reduce(self) { outcome, segment in
      let missing = segment.newProfiles.filter(customers.contains)
      if missing.isEmpty { return outcome }
      return outcome.adding(ApplyFailure(problem: problem, members: .empty, customers: missing), of: segment.name)
    }
  }

  /// This outcome with a problem that kept members of a segment from being changed.
  package func adding(_ failure: ApplyFailure, of name: SegmentName) -> ApplyOutcome {
    var outcome = self
    for index in segments.indices where segments[index].name == name { outcome.segments[index].failures.append(failure) }
    return outcome
  }

  /// This outcome of a run that was stopped before it could list the changed segments again.
  package var withoutVerification: ApplyOutcome {
    var outcome = self
    for index in segments.indices { outcome.segments[index].verification = .missed }
    return outcome
  }

  /// Whether the store acknowledged everything planned.
  ///
  /// Changes that do not show yet are settled by the next listing: see ``SegmentOutcome/allUnconfirmed``.
  package var isComplete: Bool { segments.allSatisfy(\.isComplete) }

  package var hasChangedStore: Bool { segments.contains(where: \.hasChangedStore) }

  package var segmentsCreated: Int { segments.count(where: \.created) }
  package var segmentsDeleted: Int { segments.count(where: \.deleted) }
  /// Segments that were there before and stay, of which anything changed.
  package var segmentsUpdated: Int {
    segments.count { !$0.created && !$0.deleted && ($0.updated || !$0.added.isEmpty || !$0.removed.isEmpty) }
  }
  package var membersAdded: Int { segments.reduce(0) { $0 + $1.added.count } }
  package var membersRemoved: Int { segments.reduce(0) { $0 + $1.removed.count } }
}

/// What an apply did to one segment.
package struct SegmentOutcome: Sendable {
  package var name: SegmentName
  /// The segment's id; `nil` when it could not be created.
  package var id: SegmentID?
  package var created = false
  package var updated = false
  package var deleted = false
  /// Whether the segment itself may have been created, updated or deleted, though the store did not acknowledge it.
  package var isUnconfirmed = false
  /// Members whose addition the store acknowledged, or had already.
  package var added: MemberSet = .empty
  /// Members whose removal the store acknowledged.
  package var removed: MemberSet = .empty
  /// Members whose addition or removal was sent and not acknowledged: nobody knows whether it was done.
  package var unconfirmed: MemberSet = .empty
  /// What went wrong, each with what it left undone.
  package var failures: [ApplyFailure] = []
  package var verification: Verification = .notDone

  package init(name: SegmentName, id: SegmentID?) {
    self.name = name
    self.id = id
  }

  package var isComplete: Bool { failures.isEmpty }

  /// Members of which nobody knows whether they are in the segment now: ``unconfirmed``, and those whose acknowledged change does not
  /// show or was not looked for.
  package var allUnconfirmed: MemberSet {
    switch verification {
    case .notDone, .matches: unconfirmed
    case .missed: unconfirmed.union(added).union(removed)
    case .differs(let missing, let lingering): unconfirmed.union(missing).union(lingering)
    }
  }

  /// Whether anything was done that the store acknowledged, or may have been done.
  package var hasChangedStore: Bool {
    created || updated || deleted || !added.isEmpty || !removed.isEmpty || !unconfirmed.isEmpty
  }

  /// Whether everything planned was done and showed in the store.
  package var isSettled: Bool {
    isComplete && unconfirmed.isEmpty && (added.isEmpty && removed.isEmpty || verification == .matches)
  }
}

/// A change that was not made, or of which nobody knows whether it was.
package struct ApplyFailure: Sendable {
  package let problem: Diagnostic
  /// The members that the change was about; empty when it was about the segment itself.
  package let members: MemberSet
  /// Customers that were not added because no profile could be created for them, ascending and unique.
  package let customers: [CustomerID]

  package init(problem: Diagnostic, members: MemberSet, customers: [CustomerID] = []) {
    self.problem = problem
    self.members = members
    self.customers = customers
  }
}

/// What the store showed when it was listed again after the changes.
package enum Verification: Hashable, Sendable {
  /// Not checked: switched off, or nothing to check.
  case notDone
  /// To be checked, and not: the run was stopped, or the segment could not be listed.
  case missed
  /// Every acknowledged change shows.
  case matches
  /// Members that were added and do not show, and members that were removed and still show.
  case differs(missing: MemberSet, lingering: MemberSet)
}

/// News from a running apply, for a progress view.
package enum ApplyEvent: Hashable, Sendable {
  /// Membership requests that the run will send, and the members in them.
  case started(batches: Int, members: Int)
  /// Customers without a shopper profile, for whom one is created.
  case creatingProfiles(customers: Int)
  case segmentCreated(SegmentName, SegmentID)
  case segmentUpdated(SegmentName)
  case segmentDeleted(SegmentName)
  case batchDone(SegmentName, PlannedAction, members: Int)
  /// A change of this many members failed; the outcome has the reason.
  case failed(SegmentName, members: Int)
  case verifying(segments: Int)
}
