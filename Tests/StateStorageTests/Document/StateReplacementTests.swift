import SegmentModel
import StateStorage
import TestSupport
import Testing

struct StateReplacementTests {
  private static let stored = Sample.document(serial: 4, [Sample.segment(1, "VIP", 1...3)])
  private static let pusher = "grace@desk"

  private static func given(serial: Int, lineage: String = Sample.lineage, who: String? = nil) -> StateDocument {
    StateDocument(lineage: lineage, serial: serial, toolVersion: "1.2.3", store: Sample.store, segments: [], who: who)
  }

  /// The document as it is stored after a forced push: the history before it is unknown.
  private static func forced(serial: Int, lineage: String = Sample.lineage) -> StateDocument {
    StateDocument(
      lineage: lineage,
      serial: serial,
      toolVersion: "1.2.3",
      store: Sample.store,
      segments: [],
      history: .unknown(before: serial),
      who: pusher
    )
  }

  private static func replace(_ document: StateDocument, over current: StateDocument?, isForced: Bool = false) throws
    -> StateDocument?
  {
    try StateReplacement.document(document, over: current, at: "there", isForced: isForced, who: pusher)
  }

  @Test func `when nothing or an older state of the lineage is replaced, only the writer's name changes`() throws {
    #expect(try Self.replace(Self.given(serial: 1, who: "ada@ci"), over: nil) == Self.given(serial: 1, who: Self.pusher))
    #expect(try Self.replace(Self.given(serial: 9), over: Self.stored) == Self.given(serial: 9, who: Self.pusher))
  }

  @Test func `the same document is not written again`() throws {
    #expect(try Self.replace(Self.stored, over: Self.stored) == nil)
    #expect(try Self.replace(Self.stored, over: Self.stored, isForced: true) == nil)
  }

  @Test(arguments: [1, 3, 4])
  func `a serial that is not higher is refused; with force it becomes the next one`(serial: Int) throws {
    #expect(throws: StateReplacementError.notNewer(location: "there", stored: 4, given: serial)) {
      try Self.replace(Self.given(serial: serial), over: Self.stored)
    }
    #expect(try Self.replace(Self.given(serial: serial), over: Self.stored, isForced: true) == Self.forced(serial: 5))
  }

  @Test func `another lineage is refused, whatever the serial; with force it replaces the state`() throws {
    let other = Self.given(serial: 9, lineage: "other")
    #expect(throws: StateReplacementError.otherLineage(location: "there", stored: Sample.lineage, given: "other")) {
      try Self.replace(other, over: Self.stored)
    }
    #expect(try Self.replace(other, over: Self.stored, isForced: true) == Self.forced(serial: 9, lineage: "other"))
  }

  @Test func `an edited copy makes older plans stale, and a document of another run does not`() throws {
    func written(by run: String, serial: Int) -> StateDocument {
      let touch = SegmentTouch(segment: .numbered(1), name: "A", isComplete: true, removesMembers: false)
      return StateDocument(lineage: "l", serial: serial - 1, toolVersion: "1", store: "s", segments: [])
        .succeeding(with: [], toolVersion: "1", who: nil, changes: [touch], run: run)
    }
    let edited = try Self.replace(written(by: "r", serial: 5), over: written(by: "r", serial: 4))
    #expect(edited?.history.changes(after: 4, id: nil, name: "B") == nil)
    let rescued = try Self.replace(written(by: "q", serial: 5), over: written(by: "r", serial: 4))
    #expect(rescued?.history.changes(after: 4, id: nil, name: "B") == [])
    #expect(rescued?.history.changes(after: 4, id: nil, name: "A")?.count == 1)
  }
}
