import Diagnostics
import Planning
import SegmentModel
import StoreClient
import Synchronization

/// Gathers what the workers of an apply report.
///
/// Ids are only appended while it runs and sorted once at its end: adding each batch to a sorted set would cost quadratic time.
final class ApplyLedger: Sendable {
  private struct Entry {
    var outcome: SegmentOutcome
    let notes: ChangeNotes
    var added: [ShopperProfileID] = []
    var removed: [ShopperProfileID] = []
    var failures: [BatchFailure] = []
  }

  private let entries: Mutex<[Entry]>

  init(_ segments: [SegmentPlan]) {
    entries = Mutex(segments.map { Entry(outcome: SegmentOutcome(name: $0.name, id: $0.change.segmentID), notes: $0.notes) })
  }

  func record(at index: Int, _ change: (inout SegmentOutcome) -> Void) {
    entries.withLock { change(&$0[index].outcome) }
  }

  func acknowledge(_ members: MemberSet, _ direction: BatchResolution.Direction, at index: Int) {
    entries.withLock { entries in
      switch direction {
      case .add: entries[index].added += members
      case .remove: entries[index].removed += members
      }
    }
  }

  func fail(_ failures: [BatchResolution.Failure], _ direction: BatchResolution.Direction, at index: Int) {
    entries.withLock { $0[index].failures += failures.map { BatchFailure(direction: direction, failure: $0) } }
  }

  /// The ids of the segments, in the order of the plan; `nil` for one that could not be created.
  var segmentIDs: [SegmentID?] {
    entries.withLock { entries in entries.map(\.outcome.id) }
  }

  /// What was done and what was not, a segment an element, in the order of the plan.
  ///
  /// `places` says where a manifest declares members.
  func outcomes(places: (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange]) -> [SegmentOutcome] {
    entries.withLock { entries in
      entries.map { entry in
        var outcome = entry.outcome
        outcome.added = MemberSet(entry.added)
        outcome.removed = MemberSet(entry.removed)
        outcome.unconfirmed = MemberSet(entry.failures.filter(\.leavesDoubt).flatMap(\.failure.members))
          .subtracting(outcome.added).subtracting(outcome.removed)
        outcome.failures += BatchFailure.applyFailures(
          entry.failures,
          segment: outcome.name,
          notes: entry.notes,
          places: places
        )
        return outcome
      }
    }
  }
}

/// Members that were not done, and what was to be done with them.
struct BatchFailure: Sendable {
  let direction: BatchResolution.Direction
  let failure: BatchResolution.Failure

  /// Whether the members may have been added or removed anyway.
  var leavesDoubt: Bool {
    switch failure.reason {
    case .interrupted, .unexplainedConflict, .dropped: true
    case .undone(let error): error.leavesDoubt
    case .refused, .segmentGone, .notSent: false
    }
  }
}

extension StoreError {
  /// Whether the change that was asked for may have been made all the same: only a refusal of the one attempt says that it was not.
  var leavesDoubt: Bool {
    switch kind {
    case .unauthorized, .forbidden, .redirected, .cannotConnect, .rejected, .notFound, .limitReached: call.attempts > 1
    default: true
    }
  }
}
