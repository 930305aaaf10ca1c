import SegmentModel
import StoreClient

/// A batch of one segment, and whether to add or remove its members.
struct BatchWork: Sendable {
  /// The index of the segment among those that the apply changes.
  let segmentIndex: Int
  let segment: SegmentID
  let direction: BatchResolution.Direction
  let batch: Batch
}

/// Sends the requests that ``BatchResolution`` asks for.
struct BatchSender: Sendable {
  let client: StoreClient
  let stop: StopRequest

  /// Returns when every member of the batch is done or has a reason why not.
  ///
  /// Calls `acknowledged` with the members that the store acknowledged before it sends the next request.
  func resolve(_ work: BatchWork, acknowledged: (MemberSet) -> Void) async -> BatchResolution {
    var known = 0
    var resolution = BatchResolution(work.direction, work.batch)
    while true {
      if resolution.done.count > known {
        acknowledged(MemberSet(resolution.done[known...]))
        known = resolution.done.count
      }
      guard let step = resolution.next() else { return resolution }
      if stop.isRequested {
        resolution.received(.notSent)
        continue
      }
      do {
        resolution.received(try await answer(to: step, work))
      } catch let error as StoreError {
        if error.concernsWholeRun { stop.request(.failure) }
        resolution.received(.failed(error))
      } catch {
        // Only a cancelled task gets here: the client throws nothing else.
        stop.request(.interruption)
        resolution.received(.interrupted)
      }
    }
  }

  private func answer(to step: BatchResolution.Step, _ work: BatchWork) async throws -> BatchResolution.Answer {
    switch step {
    case .send(let batch) where work.direction == .add:
      switch try await client.addMembers(batch, to: work.segment) {
      case .added(let members): return .added(members)
      case .conflict(let already): return .conflict(alreadyMembers: already)
      }
    case .send(let batch):
      try await client.removeMembers(batch, from: work.segment)
      return .removed
    case .listMembers:
      do {
        return .listed(try await client.listMembers(of: work.segment))
      } catch let error as StoreError where error.kind == .notFound {
        return .segmentGone
      }
    case .confirmSegment:
      return try await client.findSegment(work.segment) == nil ? .segmentGone : .segmentExists
    }
  }
}
