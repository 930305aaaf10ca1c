import Diagnostics
import FoundationEssentials
import SegmentModel
import TestSupport
import Testing

@testable import StateStorage

struct StateRecoveryTests {
  private static let vip = SegmentID.numbered(1)

  private static func store(in folder: String) -> StateStore {
    StateStore(backend: LocalBackend(path: "\(folder)/state.json"), store: "shop")
  }

  private static func header(lineage: String, serial: Int) -> JournalHeader {
    JournalHeader(run: "r", who: "ada@ci", startedAt: "2026-01-01T00:00:00Z", store: "shop", lineage: lineage, serial: serial)
  }

  /// What a run leaves that dies after two additions.
  private static func leaveJournal(_ store: StateStore, lineage: String, serial: Int) throws {
    let journal = try Journal(at: store.backend.journalPath, header(lineage: lineage, serial: serial))
    try journal.append(.segment(vip, name: "VIP", mode: .additive, isNew: false))
    try journal.append(.added(vip, .numbered([1, 2])))
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test func `a first run that died leaves the state that it would have written`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      try Self.leaveJournal(store, lineage: "fresh", serial: 0)
      let (state, notes) = try await store.recover(toolVersion: "2")
      #expect(state?.document.lineage == "fresh")
      #expect(state?.document.serial == 1)
      #expect(state?.document.who == "ada@ci")
      #expect(state?.document.segments.map(\.members) == [.numbered([1, 2])])
      #expect(notes.map(\.code) == ["journal-folded"])
      #expect(!Self.exists(store.backend.journalPath))
      #expect(try await store.read() == state)
    }
  }

  @Test func `reading the state includes the journal without changing any file`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      try Self.leaveJournal(store, lineage: "fresh", serial: 0)
      let read = try await store.readRecovered()
      #expect(read.document?.segments.map(\.members) == [.numbered([1, 2])])
      #expect(read.notes.map(\.code) == ["journal-folded"])
      #expect(Self.exists(store.backend.journalPath))
      #expect(try await store.read() == nil)
    }
  }

  @Test func `a second recovery finds nothing to do`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      try Self.leaveJournal(store, lineage: "fresh", serial: 0)
      let first = try await store.recover(toolVersion: "2")
      let second = try await store.recover(toolVersion: "2")
      #expect(second.state == first.state)
      #expect(second.notes.isEmpty)
    }
  }

  @Test func `a journal that the state already contains is removed`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      let first = store.successor(
        of: nil,
        [RecordedSegment(id: Self.vip, name: "VIP", mode: .additive, members: .numbered([1]))],
        toolVersion: "1",
        who: nil,
        lineage: "l",
        run: "r"
      )
      let state = try await store.write(try #require(first), replacing: nil)
      let journal = try Journal(at: store.backend.journalPath, Self.header(lineage: "l", serial: 0))
      try journal.append(.recording(serial: 1))
      let recovered = try await store.recover(toolVersion: "2")
      #expect(recovered.state == state)
      #expect(recovered.notes.isEmpty)
      #expect(!Self.exists(store.backend.journalPath))
    }
  }

  @Test func `a foreign journal is moved aside and reported, and the state is unchanged`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      try Self.leaveJournal(store, lineage: "other", serial: 4)
      let recovered = try await store.recover(toolVersion: "2")
      #expect(recovered.state == nil)
      #expect(recovered.notes.map(\.code) == ["journal-foreign"])
      #expect(!Self.exists(store.backend.journalPath))
      #expect(Self.exists(store.backend.journalPath + ".foreign"))
    }
  }

  @Test func `an empty journal is removed`() async throws {
    try await withTemporaryFolder { folder in
      let store = Self.store(in: folder)
      #expect(FileManager.default.createFile(atPath: store.backend.journalPath, contents: Data()))
      let recovered = try await store.recover(toolVersion: "2")
      #expect(recovered.state == nil)
      #expect(recovered.notes.isEmpty)
      #expect(!Self.exists(store.backend.journalPath))
    }
  }
}
