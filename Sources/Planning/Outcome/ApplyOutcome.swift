package import Diagnostics
package import SegmentModel

/// The changes that an apply made and those that failed, by segment.
package struct ApplyOutcome: Sendable {
  package private(set) var segments: [SegmentOutcome]

  package init(segments: [SegmentOutcome]) {
    self.segments = segments.sorted { $0.name < $1.name }
  }

  /// This outcome with a problem that kept customers from getting a profile, in each segment that was to have them as members.
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

extension Plan {
  /// What an apply of this plan left undone: the plan that the next run makes if nothing else changes.
  package func rest(after outcome: ApplyOutcome) -> Plan {
    let outcomes = outcome.segments.keyed(by: \.name)
    return replacing(
      segments: segments.compactMap { segment in
        guard let done = outcomes[segment.name] else { return segment }
        if done.deleted { return nil }
        var rest = segment
        if let id = done.id, done.created || done.updated { rest.change = .keep(id) }
        rest.add = segment.add.subtracting(done.added)
        rest.remove = segment.remove.subtracting(done.removed)
        return rest
      }
    )
  }
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
  /// Members whose addition or removal the store may have made, though it did not acknowledge it.
  package var unconfirmed: MemberSet = .empty
  /// What went wrong, and for which members.
  package var failures: [ApplyFailure] = []
  package var verification: Verification = .notDone
  /// How many members the segment has after the changes; `nil` unless the verification found the expected number.
  package var verifiedCount: Int?

  package init(name: SegmentName, id: SegmentID?) {
    self.name = name
    self.id = id
  }

  package var isComplete: Bool { failures.isEmpty }

  /// Members that may or may not be in the segment now.
  ///
  /// These are the ``unconfirmed`` ones, and those whose acknowledged change the store's list does not show or was not checked.
  package var allUnconfirmed: MemberSet {
    switch verification {
    case .notDone, .matches: unconfirmed
    case .missed: unconfirmed.union(added).union(removed)
    case .differs(let missing, let lingering): unconfirmed.union(missing).union(lingering)
    }
  }

  /// Whether the store acknowledged a change, or may have made one.
  package var hasChangedStore: Bool {
    created || updated || deleted || isUnconfirmed || !added.isEmpty || !removed.isEmpty || !unconfirmed.isEmpty
  }

  /// Whether every planned change was made and the store's list shows it.
  package var isSettled: Bool {
    isComplete && unconfirmed.isEmpty && (added.isEmpty && removed.isEmpty || verification == .matches)
  }
}

/// A change that was not made, or may not have been.
package struct ApplyFailure: Sendable {
  package let problem: Diagnostic
  /// The members to add or remove; empty if the change was about the segment itself.
  package let members: MemberSet
  /// Customers who were not added because they have no profile; ascending and unique.
  package let customers: [CustomerID]

  package init(problem: Diagnostic, members: MemberSet, customers: [CustomerID] = []) {
    self.problem = problem
    self.members = members
    self.customers = customers
  }
}

/// What the store showed after the changes: its list of the segment, or the segments of each changed profile.
package enum Verification: Hashable, Sendable {
  /// Not checked: switched off, or nothing to check.
  case notDone
  /// The check was wanted but not made: the run was stopped, or the segment could not be listed.
  case missed
  /// Every acknowledged change shows.
  case matches
  /// The list lacks members that were added, or still has members that were removed.
  case differs(missing: MemberSet, lingering: MemberSet)
}

/// A step of a running apply, for a progress view.
package enum ApplyEvent: Hashable, Sendable {
  /// Membership requests that the run will send, and the members in them.
  case started(batches: Int, members: Int)
  /// The run creates shopper profiles for this many customers.
  case creatingProfiles(customers: Int)
  case segmentCreated(SegmentName, SegmentID)
  case segmentUpdated(SegmentName)
  case segmentDeleted(SegmentName)
  case batchDone(SegmentName, PlannedAction, members: Int)
  /// A change failed, for this many members; 0 if it was about the segment itself. The outcome has the reason.
  case failed(SegmentName, members: Int)
  case verifying(segments: Int)
  /// The verification lists the segment, because the shorter way proved nothing for this reason.
  case listing(SegmentName, reason: String)
}
