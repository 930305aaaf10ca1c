import SegmentModel
import StateStorage
import Synchronization
import TestSupport
import Testing

@Suite("State store")
struct StateStoreTests {
  private static let one = Sample.segment(1, "VIP", 1...3)
  private static let other = Sample.segment(2, "Beta", 4...9, mode: .additive)

  private static func store(_ backend: any StateBackend = MemoryBackend()) -> StateStore {
    StateStore(backend: backend, store: Sample.store)
  }

  private static func record(
    _ segments: [RecordedSegment],
    succeeding current: ReadState?,
    in store: StateStore,
    toolVersion: String = "1.2.3",
    who: String? = nil,
    lineage: String = Sample.lineage
  ) async throws -> ReadState? {
    let next = store.successor(of: current, segments, toolVersion: toolVersion, who: who, lineage: lineage)
    return if let next { try await store.write(next, replacing: current) } else { current }
  }

  // MARK: reading

  @Test func `A missing state is not an error`() async throws {
    #expect(try await Self.store().read() == nil)
    #expect(try await StateStore.readDocument(from: MemoryBackend()) == nil)
  }

  @Test func `A state of another store is refused, unless no store is given`() async throws {
    let backend = MemoryBackend()
    let written = try #require(try await Self.record([Self.one], succeeding: nil, in: Self.store(backend)))
    let wanted = StateStore(backend: backend, store: "zzz999 at https://api.bigcommerce.com")
    await #expect(
      throws: StateError.otherStore(location: "memory", recorded: Sample.store, wanted: "zzz999 at https://api.bigcommerce.com")
    ) {
      try await wanted.read()
    }
    #expect(try await StateStore.readDocument(from: backend) == written.document)
  }

  @Test func `A corrupt state is refused, with and without a store`() async throws {
    let backend = MemoryBackend(.init(bytes: Array("{".utf8)))
    await #expect(throws: StateError.self) { try await Self.store(backend).read() }
    await #expect(throws: StateError.self) { try await StateStore.readDocument(from: backend) }
  }

  // MARK: recording

  @Test func `The first state has serial one; each write adds one and keeps the lineage`() async throws {
    let store = Self.store()
    let first = try #require(try await Self.record([Self.one], succeeding: nil, in: store))
    #expect(first.document == Sample.document(serial: 1, [Self.one]))
    #expect(try await store.read() == first)
    let second = try #require(
      try await Self.record(
        [Self.one, Self.other],
        succeeding: first,
        in: store,
        toolVersion: "2.0.0",
        who: "grace@ci",
        lineage: "not taken"
      )
    )
    #expect(second.document.serial == 2)
    #expect(second.document.lineage == Sample.lineage)
    #expect(second.document.toolVersion == "2.0.0")
    #expect(second.document.who == "grace@ci")
    #expect(second.document.segments == [Self.other, Self.one])
    #expect(try await store.read() == second)
  }

  @Test func `On a server, a run writes a first document before it changes the store`() async throws {
    let store = Self.store(MemoryBackend(isServer: true))
    let prepared = try await store.prepare(nil, lineage: Sample.lineage, toolVersion: "1", who: "ada@ci")
    #expect(prepared?.document.isUnused == true)
    #expect(prepared?.document.who == "ada@ci")
    #expect(try await store.read() == prepared)
    #expect(try await store.prepare(prepared, lineage: "other", toolVersion: "2", who: "grace@ci") == prepared)
  }

  @Test func `An unchanged state is not written, whatever its order and release`() async throws {
    let backend = MemoryBackend()
    let store = Self.store(backend)
    let first = try await Self.record([Self.one, Self.other], succeeding: nil, in: store)
    let again = try await Self.record([Self.other, Self.one], succeeding: first, in: store, toolVersion: "9.9.9")
    #expect(again == first)
    #expect(backend.place.withLock { $0.writes } == 1)
  }

  @Test func `Without records no state is created, but an existing one is emptied`() async throws {
    let backend = MemoryBackend()
    let store = Self.store(backend)
    #expect(try await Self.record([], succeeding: nil, in: store) == nil)
    #expect(backend.place.withLock { $0.writes } == 0)
    let first = try await Self.record([Self.one], succeeding: nil, in: store)
    let second = try await Self.record([], succeeding: first, in: store)
    #expect(second?.document.segments == [])
    #expect(second?.document.serial == 2)
  }

  @Test func `A state that someone else wrote meanwhile is not overwritten`() async throws {
    let store = Self.store()
    let first = try await Self.record([Self.one], succeeding: nil, in: store)
    let theirs = try await Self.record([Self.other], succeeding: first, in: store)
    for stale in [first, nil] {
      await #expect(throws: StateError.changedMeanwhile(location: "memory")) {
        try await Self.record([Self.one, Self.other], succeeding: stale, in: store)
      }
    }
    #expect(try await store.read() == theirs)
  }
}
