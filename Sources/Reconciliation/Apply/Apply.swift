import Diagnostics
package import Planning
import SegmentModel
package import StateStorage
package import StoreClient

/// Makes exactly the changes of an approved plan.
///
/// It first creates and updates segments, then removes and adds members, several batches at once. It deletes segments last, since
/// nobody can undo a deletion. A change that fails does not stop the others, unless they would all fail the same way.
package struct Applier: Sendable {
  let client: StoreClient
  /// Records acknowledged changes, for the run after one that is killed.
  let journal: Journal?
  var stop = StopRequest()
  /// Returns where a manifest declares the members of a segment, so that a failure can name the line.
  var places: @Sendable (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange] = { _, _ in [:] }
  var onEvent: @Sendable (ApplyEvent) -> Void = { _ in }

  package init(client: StoreClient, journal: Journal?) {
    self.client = client
    self.journal = journal
  }

  /// Creates the shopper profiles that the plan needs.
  ///
  /// Returns the plan with the new profiles among its additions.
  func createProfiles(_ approved: ApprovedPlan) async -> (ApprovedPlan, ProfileCreation.Result) {
    let customers = approved.plan.newProfiles
    guard !customers.isEmpty else { return (approved, ProfileCreation.Result()) }
    onEvent(.creatingProfiles(customers: customers.count))
    let result = await ProfileCreation(client: client, stop: stop).run(for: customers)
    return (approved.resolvingNewProfiles(result.profiles), result)
  }

  /// Applies the plan.
  ///
  /// Failures are in the outcome; nothing is thrown.
  package func apply(_ approved: ApprovedPlan) async -> ApplyOutcome {
    let segments = approved.plan.segments.filter(\.hasChanges)
    let ledger = ApplyLedger(segments, journal: journal, stop: stop)
    let writer = SegmentWriter(client: client, stop: stop, ledger: ledger, onEvent: onEvent)
    await concurrently(segments.indices.filter { segments[$0].change.isWrittenFirst }) { index in
      await writer.createOrUpdate(segments[index], at: index)
    }
    await changeMembers(of: segments, ledger)
    await concurrently(segments.indices.filter { segments[$0].change.isDeletion }) { index in
      await writer.delete(segments[index], at: index)
    }
    return ApplyOutcome(segments: ledger.outcomes(places: places))
  }

  private func changeMembers(of segments: [SegmentPlan], _ ledger: ApplyLedger) async {
    let works = work(for: segments, ids: ledger.segmentIDs)
    guard !works.isEmpty else { return }
    onEvent(.started(batches: works.count, members: works.reduce(0) { $0 + $1.batch.count }))
    introduce(segments, ledger)
    let sender = BatchSender(client: client, stop: stop)
    await concurrently(works) { work in
      let name = segments[work.segmentIndex].name
      if !stop.isRequested { ledger.write(.sending(work.segment, work.batch.members), at: work.segmentIndex) }
      let resolution = await sender.resolve(work) { ledger.acknowledge($0, work) }
      onEvent(.batchDone(name, work.direction == .add ? .add : .remove, members: resolution.done.count))
      guard !resolution.failures.isEmpty else { return }
      ledger.fail(resolution.failures, work)
      onEvent(.failed(name, members: resolution.failures.reduce(0) { $0 + $1.members.count }))
    }
  }

  /// Writes the segments to the journal, before any entry about their members.
  private func introduce(_ segments: [SegmentPlan], _ ledger: ApplyLedger) {
    for (index, (segment, id)) in zip(segments, ledger.segmentIDs).enumerated() {
      guard let id, !(segment.add.isEmpty && segment.remove.isEmpty) else { continue }
      let intended = segment.resultingCount
      ledger.write(.segment(id, name: segment.name.text, mode: segment.mode, isNew: false, intended: intended), at: index)
    }
  }

  /// All removals, then all additions.
  ///
  /// A segment that could not be created has no batches.
  private func work(for segments: [SegmentPlan], ids: [SegmentID?]) -> [BatchWork] {
    var removals: [BatchWork] = []
    var additions: [BatchWork] = []
    for (index, segment) in segments.enumerated() {
      guard let id = ids[index] else { continue }
      for batch in Batch.batches(of: segment.remove) {
        removals.append(BatchWork(segmentIndex: index, segment: id, direction: .remove, batch: batch))
      }
      for batch in Batch.batches(of: segment.add) {
        additions.append(BatchWork(segmentIndex: index, segment: id, direction: .add, batch: batch))
      }
    }
    return removals + additions
  }

  private func concurrently<Item: Sendable>(_ items: [Item], _ body: @Sendable @escaping (Item) async -> Void) async {
    // The body cannot throw, so neither can this.
    _ = try? await mapConcurrently(items, workers: client.parallelism) { await body($0) }
  }
}

extension SegmentChange {
  fileprivate var isWrittenFirst: Bool {
    switch self {
    case .create, .update: true
    case .keep, .delete, .stayAbsent: false
    }
  }

  fileprivate var isDeletion: Bool {
    if case .delete = self { true } else { false }
  }
}
