import Diagnostics
import Planning
import SegmentModel
import StateStorage
import Synchronization

/// Collects what the workers of an apply report, in memory and in the journal.
///
/// Ids are appended while the apply runs and sorted once at its end: to insert each batch into a sorted set would take quadratic time.
final class ApplyLedger: Sendable {
  private struct Entry {
    var outcome: SegmentOutcome
    let notes: ChangeNotes
    var added: [ShopperProfileID] = []
    var removed: [ShopperProfileID] = []
    var failures: [BatchFailure] = []
  }

  private let entries: Mutex<[Entry]>
  private let journal: Journal?
  private let stop: StopRequest

  init(_ segments: [SegmentPlan], journal: Journal?, stop: StopRequest) {
    entries = Mutex(segments.map { Entry(outcome: SegmentOutcome(name: $0.name, id: $0.change.segmentID), notes: $0.notes) })
    self.journal = journal
    self.stop = stop
  }

  /// Writes to the journal.
  ///
  /// If that fails, the run stops: a change that is not in the journal is lost if the run is killed.
  func write(_ entry: JournalEntry, at index: Int) {
    do {
      try journal?.append(entry)
    } catch {
      stop.request(.failure)
      record(at: index) { outcome in
        for problem in Diagnostic.describing(error) where !outcome.failures.contains(where: { $0.problem == problem }) {
          outcome.failures.append(ApplyFailure(problem: problem, members: .empty))
        }
      }
    }
  }

  func record(at index: Int, _ change: (inout SegmentOutcome) -> Void) {
    entries.withLock { change(&$0[index].outcome) }
  }

  /// Records members that the store acknowledged.
  func acknowledge(_ members: MemberSet, _ work: BatchWork) {
    entries.withLock { entries in
      switch work.direction {
      case .add: entries[work.segmentIndex].added += members
      case .remove: entries[work.segmentIndex].removed += members
      }
    }
    write(work.direction == .add ? .added(work.segment, members) : .removed(work.segment, members), at: work.segmentIndex)
  }

  func fail(_ failures: [BatchResolution.Failure], _ work: BatchWork) {
    entries.withLock {
      $0[work.segmentIndex].failures += failures.map { BatchFailure(direction: work.direction, failure: $0) }
    }
  }

  /// The ids of the segments, in the order of the plan; `nil` for a segment that does not exist yet or could not be created.
  var segmentIDs: [SegmentID?] {
    entries.withLock { entries in entries.map(\.outcome.id) }
  }

  /// The outcome of each segment, in the order of the plan.
  ///
  /// `places` returns where a manifest declares the members of a segment.
  func outcomes(places: (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange]) -> [SegmentOutcome] {
    entries.withLock { entries in
      entries.map { entry in
        var outcome = entry.outcome
        outcome.added = MemberSet(entry.added)
        outcome.removed = MemberSet(entry.removed)
        outcome.unconfirmed = MemberSet(entry.failures.map(\.failure).filter(\.mayBeDone).flatMap(\.members))
          .subtracting(outcome.added).subtracting(outcome.removed)
        outcome.failures += BatchFailure.applyFailures(entry.failures, segment: outcome.name, notes: entry.notes, places: places)
        return outcome
      }
    }
  }
}
