import SegmentModel
import StoreClient

/// Decides which requests one batch needs, until each of its members is done or has a reason why not.
///
/// ``next()`` says what to do and ``received(_:)`` takes the answer. The vendor's documents leave open whether a 409 rejects
/// the whole batch, whether one unknown profile fails it, and whether a profile can be dropped silently; listings and smaller batches
/// settle that here.
struct BatchResolution {
  enum Direction: Hashable, Sendable {
    case add
    case remove
  }

  enum Step: Hashable, Sendable {
    case send(Batch)
    /// List the segment's members, to see which of the batch's are among them.
    case listMembers
    /// Look up whether the segment still exists.
    case confirmSegment
  }

  enum Answer: Sendable {
    case added(MemberSet)
    case conflict(alreadyMembers: MemberSet)
    case removed
    case listed(MemberSet)
    case segmentExists
    case segmentGone
    /// The step failed, and no retry is left.
    case failed(StoreError)
    /// The run was stopped while the step was in flight.
    case interrupted
    /// The run was stopped before the step.
    case notSent
  }

  enum Reason: Hashable, Sendable {
    /// The store refuses this one member.
    case refused(StoreError)
    /// The store acknowledged the change, but its list does not show it.
    case dropped
    /// The store reports a conflict without naming members, and its list does not show the member.
    case unexplainedConflict
    case segmentGone
    case undone(StoreError)
    /// The run stopped before the store answered.
    case interrupted
    /// The run stopped before the members were sent.
    case notSent
  }

  struct Failure: Hashable, Sendable {
    let members: MemberSet
    let reason: Reason
    /// Whether the store may have made the change anyway.
    let mayBeDone: Bool
  }

  /// A batch to send, or the part of one that is still open.
  private struct Piece {
    let batch: Batch
    /// Whether an earlier request may have done it: it had no answer, or an answer that does not say what was done.
    var mayBeDone = false
  }

  /// Why a listing is needed.
  private enum Doubt {
    case dropped
    case unexplainedConflict
    /// The store refused a removal, or did only part of a change.
    case unclear(StoreError)
  }

  private enum State {
    case ready
    case sent(Piece)
    case listing(Piece, Doubt)
    case confirming(Piece, StoreError)
  }

  let direction: Direction
  /// Members whose change the store acknowledged, or for which there was nothing to do.
  private(set) var done: [ShopperProfileID] = []
  private(set) var failures: [Failure] = []
  private var waiting: [Piece]
  private var state = State.ready
  /// Whether the segment was found after a 404.
  ///
  /// Another 404 is then about a profile.
  private var segmentConfirmed = false

  init(_ direction: Direction, _ batch: Batch) {
    self.direction = direction
    waiting = [Piece(batch: batch)]
  }

  /// The next step; `nil` when every member is done or has failed.
  mutating func next() -> Step? {
    switch state {
    case .ready:
      guard let piece = waiting.popLast() else { return nil }
      state = .sent(piece)
      return .send(piece.batch)
    case .sent(let piece): return .send(piece.batch)
    case .listing: return .listMembers
    case .confirming: return .confirmSegment
    }
  }

  mutating func received(_ answer: Answer) {
    let state = state
    self.state = .ready
    switch (state, answer) {
    case (.sent(let piece), .added(let added)):
      done += added.intersection(piece.batch.members)
      if let rest = piece.batch.subtracting(added) { self.state = .listing(Piece(batch: rest, mayBeDone: true), .dropped) }
    case (.sent(let piece), .removed):
      done += piece.batch.members
    case (.sent(let piece), .conflict(let already)):
      conflict(piece, already: already)
    case (.sent(let piece), .failed(let error)):
      failed(Piece(batch: piece.batch, mayBeDone: piece.mayBeDone || error.leavesDoubt), error)
    case (.listing(let piece, let doubt), .listed(let live)):
      settle(piece, doubt, live: live)
    case (.confirming(let piece, let error), .segmentExists):
      segmentConfirmed = true
      split(piece, reason: .refused(error))
    case (.sent(let piece), .segmentGone), (.listing(let piece, _), .segmentGone), (.confirming(let piece, _), .segmentGone):
      giveUp(piece, .segmentGone)
    case (.listing(let piece, _), .failed(let error)), (.confirming(let piece, _), .failed(let error)):
      giveUp(piece, .undone(error))
    case (.sent(let piece), .interrupted):
      giveUp(Piece(batch: piece.batch, mayBeDone: true), .notSent)
    case (.listing(let piece, _), .interrupted), (.confirming(let piece, _), .interrupted),
      (.sent(let piece), .notSent), (.listing(let piece, _), .notSent), (.confirming(let piece, _), .notSent):
      giveUp(piece, .notSent)
    default:
      // Cannot be reached: `BatchSender` alone drives this, and it answers each step with the answers of that step.
      preconditionFailure("The answer is to another step than the last one.")
    }
  }

  private mutating func conflict(_ piece: Piece, already: MemberSet) {
    let named = already.intersection(piece.batch.members)
    guard !named.isEmpty else {
      state = .listing(Piece(batch: piece.batch, mayBeDone: true), .unexplainedConflict)
      return
    }
    done += named
    // The vendor does not document whether the others were added. If they were, the next conflict names them.
    if let rest = piece.batch.subtracting(named) { waiting.append(Piece(batch: rest, mayBeDone: true)) }
  }

  private mutating func failed(_ piece: Piece, _ error: StoreError) {
    switch (error.kind, direction) {
    case (.notFound, .add) where !segmentConfirmed:
      state = .confirming(piece, error)
    case (.notFound, .add), (.rejected, .add):
      split(piece, reason: .refused(error))
    case (.notFound, .remove), (.rejected, .remove), (.conflict, .remove), (.partlyDone, _):
      state = .listing(piece, .unclear(error))
    default:
      giveUp(piece, .undone(error))
    }
  }

  private mutating func settle(_ piece: Piece, _ doubt: Doubt, live: MemberSet) {
    let members = piece.batch.members
    let settled = direction == .add ? members.intersection(live) : members.subtracting(live)
    done += settled
    guard let rest = piece.batch.subtracting(settled).map({ Piece(batch: $0, mayBeDone: piece.mayBeDone) }) else { return }
    switch doubt {
    case .dropped:
      fail(rest, .dropped)
    case .unexplainedConflict:
      // If the listing settled some, send the rest again. If not, send halves, so that this ends.
      if settled.isEmpty { split(rest, reason: .unexplainedConflict) } else { waiting.append(rest) }
    case .unclear(let error):
      if settled.isEmpty { split(rest, reason: .refused(error)) } else { waiting.append(rest) }
    }
  }

  /// Sends the two halves, and so finds the members that the store refuses.
  private mutating func split(_ piece: Piece, reason: Reason) {
    if let (first, second) = piece.batch.halves {
      waiting.append(Piece(batch: second, mayBeDone: piece.mayBeDone))
      waiting.append(Piece(batch: first, mayBeDone: piece.mayBeDone))
    } else {
      fail(piece, reason)
    }
  }

  /// Fails this piece and all that wait: nothing more of the batch can succeed.
  private mutating func giveUp(_ piece: Piece, _ reason: Reason) {
    fail(piece, reason)
    for other in waiting { fail(other, reason) }
    waiting = []
  }

  private mutating func fail(_ piece: Piece, _ reason: Reason) {
    let mayBeDone =
      switch reason {
      // The answer was about this one member, or the segment no longer exists.
      case .refused, .segmentGone: false
      // A list may show a change late.
      case .dropped, .unexplainedConflict, .interrupted: true
      case .undone, .notSent: piece.mayBeDone
      }
    let reason = mayBeDone && reason == .notSent ? .interrupted : reason
    failures.append(Failure(members: piece.batch.members, reason: reason, mayBeDone: mayBeDone))
  }
}

extension StoreError {
  /// Whether the store may have made the change anyway.
  ///
  /// Only a refusal of the first attempt proves that it did not: the answer to an earlier attempt may have been lost.
  var leavesDoubt: Bool {
    switch kind {
    case .unauthorized, .forbidden, .redirected, .cannotConnect, .rejected, .notFound, .conflict, .limitReached: call.attempts > 1
    default: true
    }
  }
}
