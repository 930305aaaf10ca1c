import SegmentModel
import StoreClient

/// A batch of one segment with what is to be done with it.
struct BatchWork: Sendable {
  /// Where the segment stands among the plan's segments.
  let segmentIndex: Int
  let segment: SegmentID
  let direction: BatchResolution.Direction
  let batch: Batch
}

/// Sends one batch until ``BatchResolution`` is content.
struct BatchSender: Sendable {
  let client: StoreClient
  let stop: StopRequest

  /// Sends requests until every member of the batch is done or has a reason why not.
  ///
  /// `acknowledged` hears of members as soon as the store has acknowledged them, before the next request is sent. An error of its ends
  /// the batch: nothing may be done that cannot be written down.
  func resolve(_ work: BatchWork, acknowledged: (MemberSet) throws -> Void) async throws -> BatchResolution {
    var known = 0
    var hasSent = false
    var resolution = BatchResolution(work.direction, work.batch)
    while true {
      if resolution.done.count > known {
        try acknowledged(MemberSet(resolution.done[known...]))
        known = resolution.done.count
      }
      let step = resolution.next()
      if step == .finished { return resolution }
      if stop.isRequested {
        resolution.received(hasSent ? .interrupted : .notSent)
        continue
      }
      hasSent = true
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
    case .confirmSegment, .finished:
      return try await client.findSegment(work.segment) == nil ? .segmentGone : .segmentExists
    }
  }
}
