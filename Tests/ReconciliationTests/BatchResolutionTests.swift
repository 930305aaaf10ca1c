import SegmentModel
import Testing

@testable import Reconciliation
@testable import StoreClient

/// Feeds answers to the state machine, without a store.
@Suite struct BatchResolutionTests {
  private static let segment = SegmentID(bits: UUIDBits(high: 1, low: 1))

  private static func id(_ number: UInt64) -> ShopperProfileID { ShopperProfileID(bits: UUIDBits(high: 0, low: number)) }

  private static func members(_ numbers: some Sequence<UInt64>) -> MemberSet { MemberSet(numbers.map(id)) }

  private static func batch(_ numbers: some Sequence<UInt64>) throws -> Batch { try #require(Batch(members(numbers))) }

  private static func error(_ kind: StoreError.Kind) -> StoreError { StoreError(StoreCall(.findSegment(segment)), kind) }

  /// Plays a store and returns what the machine made of it, with every step.
  private static func drive(
    _ resolution: BatchResolution,
    _ answer: (BatchResolution.Step) -> BatchResolution.Answer
  ) throws -> (BatchResolution, [BatchResolution.Step]) {
    var resolution = resolution
    var steps: [BatchResolution.Step] = []
    while true {
      guard let step = resolution.next() else { return (resolution, steps) }
      steps.append(step)
      try #require(steps.count < 1000, "the machine does not come to an end")
      resolution.received(answer(step))
    }
  }

  @Test func `an accepted batch takes one request`() throws {
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      guard case .send(let batch) = step else { return .segmentExists }
      return .added(batch.members)
    }
    #expect(steps.count == 1)
    #expect(MemberSet(resolution.done) == Self.members(1...50))
    #expect(resolution.failures.isEmpty)
  }

  @Test func `after a 409 that rejects the whole batch, the named members are done and the rest is sent again`() throws {
    let already = Self.members([3, 7])
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...10))) { step in
      guard case .send(let batch) = step else { return .segmentExists }
      let named = batch.members.intersection(already)
      return named.isEmpty ? .added(batch.members) : .conflict(alreadyMembers: named)
    }
    #expect(steps == [.send(try Self.batch(1...10)), .send(try #require(Batch(Self.members(1...10).subtracting(already))))])
    #expect(MemberSet(resolution.done) == Self.members(1...10))
  }

  @Test func `after a 409 that added the others, they return as conflicts and count as done`() throws {
    var live = Self.members([3])
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...10))) { step in
      guard case .send(let batch) = step else { return .segmentExists }
      let named = batch.members.intersection(live)
      live = live.union(batch.members)
      return named.isEmpty ? .added(batch.members) : .conflict(alreadyMembers: named)
    }
    #expect(MemberSet(resolution.done) == Self.members(1...10))
    #expect(resolution.failures.isEmpty)
  }

  @Test func `after a 409 that names nobody, a listing decides`() throws {
    let live = Self.members(1...4)
    var conflicts = 1
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...6))) { step in
      switch step {
      case .send(let batch):
        conflicts -= 1
        return conflicts >= 0 ? .conflict(alreadyMembers: .empty) : .added(batch.members)
      default: return .listed(live)
      }
    }
    #expect(steps == [.send(try Self.batch(1...6)), .listMembers, .send(try Self.batch(5...6))])
    #expect(MemberSet(resolution.done) == Self.members(1...6))
  }

  @Test func `a store that always conflicts and never lists the members ends in failures, not in a loop`() throws {
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      if case .send = step { .conflict(alreadyMembers: .empty) } else { .listed(.empty) }
    }
    #expect(resolution.done.isEmpty)
    #expect(resolution.failures.count == 50)
    #expect(resolution.failures.allSatisfy { $0.reason == .unexplainedConflict && $0.members.count == 1 })
  }

  @Test(arguments: [StoreError.Kind.notFound, .rejected(title: "unknown profile", details: [])])
  func `unknown profiles are found by halving, and all others are added`(kind: StoreError.Kind) throws {
    let unknown = Self.members([13, 14, 50])
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      switch step {
      case .send(let batch) where batch.members.intersection(unknown).isEmpty: .added(batch.members)
      case .send: .failed(Self.error(kind))
      default: .segmentExists
      }
    }
    #expect(MemberSet(resolution.done) == Self.members(1...50).subtracting(unknown))
    #expect(resolution.failures.map(\.members) == unknown.map { [$0] })
    #expect(resolution.failures.allSatisfy { $0.reason == .refused(Self.error(kind)) })
    #expect(steps.count { $0 == .confirmSegment } == (kind == .notFound ? 1 : 0))
  }

  @Test func `profiles that the store drops without a message are reported after a listing`() throws {
    let dropped = Self.members([2])
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...3))) { step in
      switch step {
      case .send(let batch): .added(batch.members.subtracting(dropped))
      default: .listed(Self.members([1, 3]))
      }
    }
    #expect(steps.last == .listMembers)
    #expect(resolution.failures == [.init(members: dropped, reason: .dropped, mayBeDone: true)])
  }

  @Test func `an answer without the added members counts as success after the listing shows them`() throws {
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...3))) { step in
      if case .send = step { .added(.empty) } else { .listed(Self.members(1...9)) }
    }
    #expect(MemberSet(resolution.done) == Self.members(1...3))
    #expect(resolution.failures.isEmpty)
  }

  @Test(arguments: [BatchResolution.Direction.add, .remove])
  func `after a partly done batch, a listing shows which, and the rest is sent again`(direction: BatchResolution.Direction)
    throws
  {
    let wanted = Self.members(1...10)
    var live = direction == .add ? MemberSet.empty : wanted
    let (resolution, steps) = try Self.drive(BatchResolution(direction, try #require(Batch(wanted)))) { step in
      guard case .send(let batch) = step else { return .listed(live) }
      // The store does half of what it is sent, and says so with a 207.
      let half = batch.halves?.0 ?? batch
      live = direction == .add ? live.union(half.members) : live.subtracting(half.members)
      return .failed(Self.error(.partlyDone))
    }
    #expect(MemberSet(resolution.done) == wanted)
    #expect(resolution.failures.isEmpty)
    #expect(steps.count { $0 == .listMembers } == steps.count / 2)
  }

  @Test func `a store that reports partial success but does nothing ends in failures, not in a loop`() throws {
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      if case .send = step { .failed(Self.error(.partlyDone)) } else { .listed(.empty) }
    }
    #expect(resolution.failures.count == 50)
    #expect(resolution.failures.allSatisfy { $0.reason == .refused(Self.error(.partlyDone)) })
  }

  @Test func `a deleted segment fails the whole batch at once`() throws {
    let (resolution, steps) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      if case .send = step { .failed(Self.error(.notFound)) } else { .segmentGone }
    }
    #expect(steps.count == 2)
    #expect(resolution.failures == [.init(members: Self.members(1...50), reason: .segmentGone, mayBeDone: false)])
  }

  @Test func `removing someone who is no longer a member counts as done`() throws {
    let live = Self.members([1, 2])
    let (resolution, steps) = try Self.drive(BatchResolution(.remove, try Self.batch(1...3))) { step in
      switch step {
      case .send(let batch): batch.members.contains(Self.id(3)) ? .failed(Self.error(.notFound)) : .removed
      default: .listed(live)
      }
    }
    #expect(steps == [.send(try Self.batch(1...3)), .listMembers, .send(try Self.batch(1...2))])
    #expect(MemberSet(resolution.done) == Self.members(1...3))
  }

  @Test func `an outage leaves every member of the batch undone, with the reason, and stops sending`() throws {
    let (resolution, steps) = try Self.drive(BatchResolution(.remove, try Self.batch(1...50))) { _ in
      .failed(Self.error(.unavailable))
    }
    #expect(steps.count == 1)
    let failure = BatchResolution.Failure(
      members: Self.members(1...50),
      reason: .undone(Self.error(.unavailable)),
      mayBeDone: true
    )
    #expect(resolution.failures == [failure])
  }

  @Test func `an outage during a split loses no member: each is done or has a reason`() throws {
    var requests = 0
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...50))) { step in
      guard case .send(let batch) = step else { return .segmentExists }
      requests += 1
      if requests > 4 { return .failed(Self.error(.unavailable)) }
      return batch.members.contains(Self.id(50)) ? .failed(Self.error(.notFound)) : .added(batch.members)
    }
    let failed = resolution.failures.reduce(MemberSet.empty) { $0.union($1.members) }
    #expect(MemberSet(resolution.done).union(failed) == Self.members(1...50))
    #expect(MemberSet(resolution.done).intersection(failed).isEmpty)
  }

  @Test func `a run that stops before the first request has certainly changed nothing`() throws {
    var resolution = BatchResolution(.add, try Self.batch(1...5))
    _ = resolution.next()
    resolution.received(.notSent)
    #expect(resolution.next() == nil)
    #expect(resolution.failures == [.init(members: Self.members(1...5), reason: .notSent, mayBeDone: false)])
  }

  @Test func `a request that is cut off may have been done`() throws {
    var resolution = BatchResolution(.add, try Self.batch(1...5))
    _ = resolution.next()
    resolution.received(.interrupted)
    #expect(resolution.next() == nil)
    #expect(resolution.failures == [.init(members: Self.members(1...5), reason: .interrupted, mayBeDone: true)])
  }

  @Test(arguments: [
    BatchResolution.Answer.added(members([1, 2])), .conflict(alreadyMembers: .empty), .failed(error(.partlyDone)),
  ])
  func `changes that only a listing could confirm may be done if the listing fails`(answer: BatchResolution.Answer) throws {
    for lost in [BatchResolution.Answer.failed(Self.error(.forbidden(title: ""))), .interrupted, .notSent] {
      let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...5))) { step in
        if case .send = step { answer } else { lost }
      }
      let failed = resolution.failures.reduce(MemberSet.empty) { $0.union($1.members) }
      #expect(failed == Self.members(1...5).subtracting(MemberSet(resolution.done)))
      #expect(resolution.failures.allSatisfy { $0.mayBeDone })
      #expect(!resolution.failures.contains { $0.reason == .notSent })
    }
  }

  @Test(arguments: [1, 2])
  func `a refusal proves that nothing was done only if it answers the first attempt`(attempts: Int) throws {
    let call = StoreCall(.findSegment(Self.segment), attempts: attempts)
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...5))) { _ in
      .failed(StoreError(call, .unauthorized))
    }
    #expect(resolution.failures.map(\.mayBeDone) == [attempts > 1])
  }

  @Test func `members that a conflict does not name may be done, even if the next request is refused`() throws {
    var isFirst = true
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...5))) { _ in
      defer { isFirst = false }
      return isFirst ? .conflict(alreadyMembers: Self.members([1])) : .failed(Self.error(.forbidden(title: "")))
    }
    #expect(resolution.failures.map(\.members) == [Self.members(2...5)])
    #expect(resolution.failures.allSatisfy { $0.mayBeDone })
  }

  @Test func `if a refusal splits a batch, only the half that was cut off may be done`() throws {
    var requests = 0
    let (resolution, _) = try Self.drive(BatchResolution(.add, try Self.batch(1...8))) { step in
      requests += 1
      return requests == 1 ? .failed(Self.error(.rejected(title: "", details: []))) : .interrupted
    }
    #expect(
      resolution.failures == [
        .init(members: Self.members(1...4), reason: .interrupted, mayBeDone: true),
        .init(members: Self.members(5...8), reason: .notSent, mayBeDone: false),
      ]
    )
  }
}
