package import Diagnostics
package import Planning
package import SegmentModel
package import StateStorage
package import StoreClient

/// Carries out an approved plan: every change that it lists and no other.
///
/// Segments are created and updated first, then members are removed and added, several batches at once, and segments deleted last: the
/// one step that cannot be taken back waits until everything else has worked. A change that fails does not stop the others, unless
/// every other one would fail the same way.
package struct Applier: Sendable {
  let client: StoreClient
  /// How many requests to have in flight, 1 to 10.
  let workers: Int
  let stop: StopRequest
  /// Where acknowledged changes are written down; `nil` when nobody would read it.
  let journal: Journal?
  /// Where a manifest declares members, for the reasons of failures.
  let places: @Sendable (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange]
  let onEvent: @Sendable (ApplyEvent) -> Void

  package init(
    client: StoreClient,
    workers: Int,
    stop: StopRequest = StopRequest(),
    journal: Journal? = nil,
    places: @escaping @Sendable (MemberSet, SegmentName) -> [ShopperProfileID: SourceRange] = { _, _ in [:] },
    onEvent: @escaping @Sendable (ApplyEvent) -> Void = { _ in }
  ) {
    self.client = client
    self.workers = workers
    self.stop = stop
    self.journal = journal
    self.places = places
    self.onEvent = onEvent
  }

  /// Creates the shopper profiles that the plan adds, before anything is done with them.
  ///
  /// Returns the plan with the new profiles among its additions.
  func createProfiles(_ approved: ApprovedPlan) async -> (ApprovedPlan, ProfileCreation.Result) {
    let customers = approved.plan.newProfiles
    guard !customers.isEmpty else { return (approved, ProfileCreation.Result()) }
    onEvent(.creatingProfiles(customers: customers.count))
    let result = await ProfileCreation(client: client, workers: workers, stop: stop).run(for: customers)
    return (approved.resolvingNewProfiles(result.profiles), result)
  }

  /// Does not throw: whatever goes wrong stands in the outcome, beside what went right.
  package func apply(_ approved: ApprovedPlan) async -> ApplyOutcome {
    let segments = approved.plan.segments.filter(\.hasChanges)
    let ledger = ApplyLedger(segments)
    let writer = SegmentWriter(client: client, stop: stop, ledger: ledger, journal: journal, onEvent: onEvent)
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
    let sender = BatchSender(client: client, stop: stop)
    guard introduce(segments, ledger) else { return }
    await concurrently(works) { work in
      let name = segments[work.segmentIndex].name
      let resolution: BatchResolution
      do {
        try journal?.append(.sending(work.segment, work.batch.members))
        resolution = try await sender.resolve(work) { members in
          ledger.acknowledge(members, work.direction, at: work.segmentIndex)
          try journal?.append(work.direction == .add ? .added(work.segment, members) : .removed(work.segment, members))
        }
      } catch {
        unwritable(error, ledger, at: work.segmentIndex)
        return
      }
      onEvent(.batchDone(name, work.direction == .add ? .add : .remove, members: resolution.done.count))
      guard !resolution.failures.isEmpty else { return }
      ledger.fail(resolution.failures, work.direction, at: work.segmentIndex)
      onEvent(.failed(name, members: resolution.failures.reduce(0) { $0 + $1.members.count }))
    }
  }

  /// Names the segments in the journal before anything is written about them.
  private func introduce(_ segments: [SegmentPlan], _ ledger: ApplyLedger) -> Bool {
    for (index, (segment, id)) in zip(segments, ledger.segmentIDs).enumerated() {
      guard let id, !(segment.add.isEmpty && segment.remove.isEmpty) else { continue }
      do {
        try journal?.append(
          .segment(id, name: segment.name.text, mode: segment.mode, isNew: false, intended: segment.resultingCount)
        )
      } catch {
        unwritable(error, ledger, at: index)
        return false
      }
    }
    return true
  }

  /// The journal cannot be written: nothing more is done that nobody would remember.
  private func unwritable(_ error: any Error, _ ledger: ApplyLedger, at index: Int) {
    stop.request(.failure)
    ledger.record(at: index) { outcome in
      outcome.failures += Diagnostic.describing(error).map { ApplyFailure(problem: $0, members: .empty) }
    }
  }

  /// Every batch of the plan: all removals, then all additions.
  ///
  /// Segments that could not be created have none.
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
    _ = try? await mapConcurrently(items, workers: workers) { await body($0) }
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
