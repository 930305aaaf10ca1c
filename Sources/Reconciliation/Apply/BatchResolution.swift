import SegmentModel
import StoreClient

/// What became of a batch, one answer after the other, until every member of it is either done or has a reason why not.
///
/// ``next()`` says what to do, ``received(_:)`` takes what came of it. It settles what the vendor's documents leave
/// open: whether a 409 rejects the whole batch, whether an unknown profile sinks it, whether a profile is dropped without a word.
struct BatchResolution {
  enum Direction: Hashable, Sendable {
    case add
    case remove
  }

  enum Step: Hashable, Sendable {
    case send(Batch)
    /// List the segment's members: only they can tell.
    case listMembers
    /// See whether the segment still exists.
    case confirmSegment
    case finished
  }

  enum Answer: Sendable {
    case added(MemberSet)
    case conflict(alreadyMembers: MemberSet)
    case removed
    case listed(MemberSet)
    case segmentExists
    case segmentGone
    /// A request of the step failed for good.
    case failed(StoreError)
    /// The run was told to stop before the step was answered.
    case interrupted
    /// The run was told to stop before anything was sent.
    case notSent
  }

  enum Reason: Hashable, Sendable {
    /// The store will not have this very member.
    case refused(StoreError)
    /// The store said yes, and the member does not show.
    case dropped
    /// The store reports a conflict, names nobody, and the member does not show.
    case unexplainedConflict
    case segmentGone
    /// The request failed; the members may or may not be done.
    case undone(StoreError)
    /// The run stopped before the store had answered; the members may or may not be done.
    case interrupted
    /// The run stopped before the members were sent.
    case notSent
  }

  struct Failure: Hashable, Sendable {
    let members: MemberSet
    let reason: Reason
  }

  /// Why a listing was asked for.
  private enum Doubt {
    case dropped
    case unexplainedConflict
    /// The store says no, or did only a part; what of it is done already, the listing shows.
    case unclear(StoreError)
  }

  private enum State {
    case ready
    case sent(Batch)
    case listing(Batch, Doubt)
    case confirming(Batch, StoreError)
  }

  let direction: Direction
  /// Members that the store acknowledged, or that were in the wanted state already.
  private(set) var done: [ShopperProfileID] = []
  private(set) var failures: [Failure] = []
  private var waiting: [Batch]
  private var state = State.ready
  /// The segment was seen since a 404, so the next 404 speaks of a profile.
  private var segmentConfirmed = false

  init(_ direction: Direction, _ batch: Batch) {
    self.direction = direction
    waiting = [batch]
  }

  mutating func next() -> Step {
    switch state {
    case .ready:
      guard let batch = waiting.popLast() else { return .finished }
      state = .sent(batch)
      return .send(batch)
    case .sent(let batch):
      return .send(batch)
    case .listing:
      return .listMembers
    case .confirming:
      return .confirmSegment
    }
  }

  mutating func received(_ answer: Answer) {
    let state = state
    self.state = .ready
    switch (state, answer) {
    case (.sent(let batch), .added(let added)):
      done += added.intersection(batch.members)
      if let rest = batch.subtracting(added) { self.state = .listing(rest, .dropped) }
    case (.sent(let batch), .removed):
      done += batch.members
    case (.sent(let batch), .conflict(let already)):
      conflict(batch, already: already)
    case (.sent(let batch), .failed(let error)):
      failed(batch, error)
    case (.listing(let batch, let doubt), .listed(let live)):
      settle(batch, doubt, live: live)
    case (.confirming(let batch, let error), .segmentExists):
      segmentConfirmed = true
      split(batch, reason: .refused(error))
    case (.listing(let batch, _), .segmentGone), (.confirming(let batch, _), .segmentGone), (.sent(let batch), .segmentGone):
      giveUp(batch, .segmentGone)
    case (.listing(let batch, _), .failed(let error)), (.confirming(let batch, _), .failed(let error)):
      giveUp(batch, .undone(error))
    case (.sent(let batch), .interrupted), (.listing(let batch, _), .interrupted), (.confirming(let batch, _), .interrupted):
      giveUp(batch, .interrupted)
    case (.sent(let batch), .notSent), (.listing(let batch, _), .notSent), (.confirming(let batch, _), .notSent):
      giveUp(batch, .notSent)
    default:
      // Cannot be reached: `BatchSender` alone drives this, and it answers each step with the answers of that step.
      preconditionFailure("The answer is to another step than the last one.")
    }
  }

  private mutating func conflict(_ batch: Batch, already: MemberSet) {
    let named = already.intersection(batch.members)
    guard !named.isEmpty else {
      state = .listing(batch, .unexplainedConflict)
      return
    }
    done += named
    // Whether the others were added is not documented. One that was comes back as named in the next conflict.
    if let rest = batch.subtracting(named) { waiting.append(rest) }
  }

  private mutating func failed(_ batch: Batch, _ error: StoreError) {
    switch (error.kind, direction) {
    case (.notFound, .add) where !segmentConfirmed:
      state = .confirming(batch, error)
    case (.notFound, .add), (.rejected, .add):
      split(batch, reason: .refused(error))
    case (.notFound, .remove), (.rejected, .remove), (.conflict, .remove), (.partlyDone, _):
      state = .listing(batch, .unclear(error))
    default:
      giveUp(batch, .undone(error))
    }
  }

  private mutating func settle(_ batch: Batch, _ doubt: Doubt, live: MemberSet) {
    let settled = direction == .add ? batch.members.intersection(live) : batch.members.subtracting(live)
    done += settled
    guard let rest = batch.subtracting(settled) else { return }
    switch doubt {
    case .dropped:
      failures.append(Failure(members: rest.members, reason: .dropped))
    case .unexplainedConflict:
      // Fewer than before are asked for again; the same ones only in smaller pieces, so that it ends.
      if settled.isEmpty { split(rest, reason: .unexplainedConflict) } else { waiting.append(rest) }
    case .unclear(let error):
      if settled.isEmpty { split(rest, reason: .refused(error)) } else { waiting.append(rest) }
    }
  }

  /// Halves, down to the member that is the cause.
  private mutating func split(_ batch: Batch, reason: Reason) {
    if let (first, second) = batch.halves {
      waiting.append(second)
      waiting.append(first)
    } else {
      failures.append(Failure(members: batch.members, reason: reason))
    }
  }

  /// Nothing more of this batch can succeed.
  private mutating func giveUp(_ batch: Batch, _ reason: Reason) {
    let rest = waiting.reduce(batch.members) { $0.union($1.members) }
    waiting = []
    failures.append(Failure(members: rest, reason: reason))
  }
}
