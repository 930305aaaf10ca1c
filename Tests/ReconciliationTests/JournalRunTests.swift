import Diagnostics
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Journals of runs that died, in one of several working folders that share a state.
struct JournalRunTests {
  private static func list(_ numbers: some Sequence<Int>) -> String {
    "[" + numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ") + "]"
  }

  private static func shared(_ numbers: some Sequence<Int>) -> String { "name: S, mode: additive, members: \(list(numbers))" }

  @Test func `a journal is kept if another run wrote the serial that its own run could not write`() async throws {
    try await withApplyWorld(segments: ["S": [100], "T": [1]]) { world in
      try await world.apply(try world.configuration(Self.shared([1])), in: "C")
      try await world.apply(try world.configuration(Self.shared(1...3)), in: "C", dies: true)
      try await world.apply(try world.configuration(Self.shared([1]), "name: T, members: \(Self.list(1...2))"), in: "D")
      #expect(try await world.document?.serial == 2)
      let again = try await world.apply(try world.configuration(Self.shared(1...3)), in: "C")
      #expect(again.isComplete)
      #expect(try await world.recorded("S") == .numbered(1...3))
      // They are ours, so that they go when they are no longer declared.
      try await world.apply(try world.configuration(Self.shared([1])), in: "D")
      #expect(world.members("S") == .numbered([1, 100]))
    }
  }

  @Test func `the journal of a first run is kept if another run starts the state`() async throws {
    try await withApplyWorld(segments: ["S": [100], "T": [1]]) { world in
      try await world.apply(try world.configuration(Self.shared(1...3)), in: "C", dies: true)
      try await world.apply(try world.configuration("name: T, members: \(Self.list(1...2))"), in: "D")
      try await world.apply(try world.configuration(Self.shared(1...3)), in: "C")
      #expect(try await world.recorded("S") == .numbered(1...3))
    }
  }

  @Test func `added members stay recorded if a later apply only added to their segment`() async throws {
    try await withApplyWorld(segments: ["S": [100]]) { world in
      try await world.apply(try world.configuration(Self.shared([1])), in: "C")
      try await world.apply(try world.configuration(Self.shared(1...3)), in: "C", dies: true)
      try await world.apply(try world.configuration(Self.shared(1...4)), in: "D")
      #expect(try await world.recorded("S") == .numbered([1, 4]))
      try await world.apply(try world.configuration(Self.shared(1...4)), in: "C")
      #expect(try await world.recorded("S") == .numbered(1...4))
    }
  }

  @Test func `a journal from five applies ago neither removes nor claims members that others restored`() async throws {
    try await withApplyWorld(segments: ["S": [100], "A": Array(1...20)]) { world in
      let segment = try #require(world.store.store.segment(named: "S")).id
      func declared(_ shared: some Sequence<Int>, _ own: some Sequence<Int>) throws -> LoadedConfiguration {
        try world.configuration(Self.shared(shared), "name: A, members: \(Self.list(own))")
      }
      try await world.apply(try declared([1], 1...20), in: "A")
      // Dies after it added 2 and 3 to S and removed 20 from A.
      try await world.apply(try declared(1...3, 1...19), in: "A", dies: true)
      // Others add the one again, and add and remove the other two.
      try await world.apply(try declared([1], 1...20), in: "B")
      world.store.simulator.edit { store in _ = try? store.removeMembers([.numbered(2), .numbered(3)], from: segment) }
      for shared in [1...3, 1...1, 1...1] { try await world.apply(try declared(shared, 1...20), in: "B") }
      // Somebody has them in the segment by hand.
      world.store.simulator.edit { store in _ = store.insertMembers([.numbered(2), .numbered(3)], into: segment) }
      let after = try await world.apply(try declared([1], 1...20), in: "A")
      #expect(after.notes.map(\.code).contains("journal-outdated"), "\(after.notes)")
      #expect(world.members("S") == .numbered([1, 2, 3, 100]))
      #expect(world.members("A") == .numbered(1...20))
      #expect(try await world.recorded("S") == .numbered([1]))
      #expect(try await world.recorded("A") == .numbered(1...20))
      // It is settled: nothing is told again.
      #expect(try await world.apply(try declared([1], 1...20), in: "A").notes.isEmpty)
    }
  }
}
