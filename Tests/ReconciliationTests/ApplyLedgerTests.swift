import Diagnostics
import FoundationEssentials
import Planning
import SegmentModel
import StateStorage
import StoreClient
import TestSupport
import Testing

@testable import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What an apply notes of the store's answers, and when it stops because it cannot.
struct ApplyLedgerTests {
  private static let segment = SegmentID.numbered(1)

  private static func planned() throws -> SegmentPlan {
    SegmentPlan(
      name: try SegmentName("A"),
      change: .keep(segment),
      mode: .additive,
      add: .numbered([1, 2]),
      remove: .numbered([3]),
      live: LiveFingerprint(of: .numbered([3])),
      desiredCount: 2,
      limits: SegmentLimits(DeclaredLimits(), allowsEmpty: false)
    )
  }

  private static func work(_ direction: BatchResolution.Direction, _ members: MemberSet) throws -> BatchWork {
    BatchWork(segmentIndex: 0, segment: segment, direction: direction, batch: try #require(Batch(members)))
  }

  private static let header = JournalHeader(
    run: "run",
    who: "ada@desk",
    startedAt: "2026-01-01T00:00:00Z",
    store: "shop",
    lineage: "lineage",
    serial: 0
  )

  @Test func `acknowledged members are in the outcome and in the journal, as added or removed`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/journal"
      let ledger = ApplyLedger([try Self.planned()], journal: try Journal(at: path, Self.header), stop: StopRequest())
      ledger.acknowledge(.numbered([1, 2]), try Self.work(.add, .numbered([1, 2])))
      ledger.acknowledge(.numbered([3]), try Self.work(.remove, .numbered([3])))
      let outcome = try #require(ledger.outcomes { _, _ in [:] }.first)
      #expect(outcome.added == .numbered([1, 2]) && outcome.removed == .numbered([3]))
      let lines = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[1].contains("\"added\"") && lines[1].contains("\(ShopperProfileID.numbered(2))"))
      #expect(lines[2].contains("\"removed\"") && lines[2].contains("\(ShopperProfileID.numbered(3))"))
    }
  }

  @Test func `a run that can no longer write its journal stops, and reports this once`() async throws {
    // A pipe whose reader goes away takes what was written before, and nothing after.
    signal(SIGPIPE, SIG_IGN)
    try withTemporaryFolder { folder in
      let path = "\(folder)/journal"
      try #require(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      try #require(reader >= 0)
      let stop = StopRequest()
      let ledger = ApplyLedger([try Self.planned()], journal: try Journal(at: path, Self.header), stop: stop)
      ledger.acknowledge(.numbered([1]), try Self.work(.add, .numbered([1])))
      #expect(!stop.isRequested)
      close(reader)
      ledger.acknowledge(.numbered([2]), try Self.work(.add, .numbered([2])))
      ledger.acknowledge(.numbered([3]), try Self.work(.remove, .numbered([3])))
      #expect(stop.isRequested && !stop.isInterruption)
      let outcome = try #require(ledger.outcomes { _, _ in [:] }.first)
      // What the store acknowledged is recorded all the same.
      #expect(outcome.added == .numbered([1, 2]) && outcome.removed == .numbered([3]))
      #expect(outcome.failures.count == 1 && outcome.failures.first?.problem.severity == .error)
    }
  }
}
