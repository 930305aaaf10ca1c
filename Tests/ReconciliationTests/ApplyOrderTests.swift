import Diagnostics
import FoundationEssentials
import SegmentModel
import StoreSimulator
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Reconciliation
@testable import StateStorage

/// What an apply checks before it changes the store, and what it writes when.
struct ApplyOrderTests {
  private struct Refused: Error {}

  /// Runs the body with a shop whose manifests declare the customers 1 to 3 in segment "A", and the backend of its state.
  private static func withBackend(
    isServer: Bool = false,
    journalPath: (_ folder: String) -> String? = { _ in nil },
    _ body: (Shop, ListeningBackend) async throws -> Void
  ) async throws {
    try await withShop(customers: 20) { shop in
      var shop = shop
      try declare(1...3, shop)
      let folder = shop.rehearsal.folder
      let path = "\(folder)/state.json"
      let backend = ListeningBackend(path: path, isServer: isServer, journalPath: journalPath(folder), store: shop.store)
      shop.backend = backend
      try await body(shop, backend)
    }
  }

  private static func declare(_ customers: ClosedRange<Int>, _ shop: Shop) throws {
    try shop.declare("  - {name: A, members: [\(customers.map { "{customer: \($0)}" }.joined(separator: ", "))]}")
  }

  private static func storeWrites(_ shop: Shop) -> Int { shop.store.log.count { $0.method != "GET" } }

  // MARK: before the first change

  @Test func `an apply whose state cannot be written reads nothing from the store`() async throws {
    try await Self.withBackend { shop, backend in
      backend.on("requireWritable") { throw Refused() }
      await #expect(throws: Refused.self) { try await shop.apply() }
      #expect(shop.store.log.isEmpty)
    }
  }

  @Test func `an apply without a folder for its journal reads nothing from the store`() async throws {
    try await Self.withBackend(journalPath: { "\($0)/segments.yaml/journal" }) { shop, _ in
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.apply() }
      #expect(error?.diagnostics.last?.code == "journal-not-writable")
      #expect(shop.store.log.isEmpty)
    }
  }

  @Test func `an apply that lost its lock while a person decided changes nothing`() async throws {
    try await Self.withBackend { shop, backend in
      backend.on("confirm") { throw LockLostError(location: "here", holder: nil) }
      await #expect(throws: LockLostError.self) { try await shop.apply() }
      #expect(Self.storeWrites(shop) == 0)
      #expect(shop.rehearsal.read("state.json.journal") == nil && shop.rehearsal.read("state.json") == nil)
    }
  }

  @Test func `a plan that expires while a person decides is not applied`() async throws {
    try await Self.withBackend { shop, _ in
      let start = try #require(Timestamp(shop.identity.startedAt))
      let isLate = Mutex(false)
      let request = try shop.applyRequest { isLate.withLock { $0 } ? start.advanced(by: .seconds(8 * 86_400)) : start }
      let error = await #expect(throws: StalePlanError.self) {
        try await shop.apply(request, whenAsked: { isLate.withLock { $0 = true } })
      }
      #expect(error?.diagnostics.map(\.code) == ["plan-expired"])
      #expect(Self.storeWrites(shop) == 0)
    }
  }

  @Test func `an apply that is interrupted while a person decides changes nothing`() async throws {
    try await Self.withBackend { shop, _ in
      let stop = StopRequest()
      let request = try shop.applyRequest(stop: stop)
      await #expect(throws: CancellationError.self) {
        try await shop.apply(request, whenAsked: { stop.request(.interruption) })
      }
      #expect(Self.storeWrites(shop) == 0)
      #expect(shop.rehearsal.read("state.json") == nil)
    }
  }

  @Test func `a finding that nobody can confirm stops an apply before the question`() async throws {
    try await Self.withBackend { shop, _ in
      let isAsked = Mutex(false)
      let request = try shop.applyRequest(GuardrailOverrides(maximumChanges: 1))
      await #expect(throws: GuardrailStop.self) {
        try await shop.apply(request, whenAsked: { isAsked.withLock { $0 = true } })
      }
      #expect(!isAsked.withLock { $0 })
    }
  }

  @Test func `a server proves that it keeps the state before the first change`() async throws {
    try await Self.withBackend(isServer: true) { shop, backend in
      // The first time, with a first document.
      try await shop.apply()
      #expect(backend.calls.filter { $0.name == "write" }.map { $0.storeWrites > 0 } == [false, true])
      #expect(backend.storeWrites(before: "rehearseWrite") == 0)
      // After that, with the stored document.
      try Self.declare(1...4, shop)
      let (calls, before) = (backend.calls.count, Self.storeWrites(shop))
      try await shop.apply()
      let later = backend.calls.dropFirst(calls)
      #expect(later.first { $0.name == "rehearseWrite" }?.storeWrites == before)
      #expect(later.count { $0.name == "write" } == 1)
    }
  }

  // MARK: after the last change

  @Test func `the journal announces the state before it is written, and is kept until then`() async throws {
    try await Self.withBackend { shop, backend in
      let folder = shop.rehearsal
      let journal = Mutex<String?>(nil)
      backend.on("write") { journal.withLock { $0 = folder.read("state.json.journal") } }
      try await shop.apply()
      let lines = (journal.withLock { $0 } ?? "").split(separator: "\n")
      #expect(lines.count > 2 && lines.dropLast().allSatisfy { !$0.contains("\"recording\"") }, "\(lines)")
      #expect(lines.last?.contains("\"recording\"") == true && lines.last?.contains("\"serial\":1") == true, "\(lines)")
      #expect(folder.read("state.json.journal") == nil)
    }
  }

  @Test func `a run that lost its lock saves its state in a separate file, without overwriting another`() async throws {
    try await Self.withBackend { shop, backend in
      for (customers, file) in [(1...3, "errored.state.json"), (1...4, "errored.state.2.json")] {
        try Self.declare(customers, shop)
        let confirmations = Mutex(0)
        backend.on("confirm") {
          let number = confirmations.withLock { count in
            count += 1
            return count
          }
          if number == 2 { throw LockLostError(location: "here", holder: nil) }
        }
        guard case .applied(let outcome, _, false, let unrecorded) = try await shop.apply().result else {
          Issue.record("nothing was applied")
          return
        }
        #expect(outcome.hasChangedStore)
        #expect(unrecorded.codes == ["lock-lost", "state-rescued"])
        #expect(shop.rehearsal.read("state.json") == nil)
        let saved = try StateCodec.decode(Array(try #require(shop.rehearsal.read(file)).utf8), location: file)
        #expect(saved.segments.map(\.members) == [.numbered(customers)])
        // As if the next run were on another machine.
        try FileManager.default.removeItem(atPath: backend.journalPath)
      }
      let first = try #require(shop.rehearsal.read("errored.state.json"))
      #expect(try StateCodec.decode(Array(first.utf8), location: "").segments.map(\.members) == [.numbered(1...3)])
    }
  }

  @Test func `a state that could not be written is in the journal, where the next run finds it`() async throws {
    try await Self.withBackend { shop, backend in
      backend.on("write") { throw Refused() }
      guard case .applied(_, _, _, let unrecorded) = try await shop.apply().result else {
        Issue.record("nothing was applied")
        return
      }
      #expect(unrecorded.codes.last == "state-rescued")
      backend.on("write") {}
      let next = try await shop.apply()
      #expect(next.notes.codes.contains("journal-folded"))
      guard case .nothingToDo = next.result else {
        Issue.record("\(next.result)")
        return
      }
    }
  }

  @Test func `a run that is stopped while it changes members records them as unconfirmed, without a listing`() async throws {
    try await Self.withBackend { shop, _ in
      let stop = StopRequest()
      let result = try await shop.apply(
        try shop.applyRequest(stop: stop),
        onEvent: { if case .batchDone = $0 { stop.request(.interruption) } }
      )
      guard case .applied(let outcome, _, true, let unrecorded) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(unrecorded.isEmpty && outcome.segments.map(\.verification) == [.missed])
      #expect(shop.store.log.count { $0.method == "GET" && $0.path.hasSuffix("/shopper-profiles") } == 0)
      #expect(try await shop.state.read()?.document.segments.map(\.unconfirmed) == [.numbered(1...3)])
    }
  }
}
