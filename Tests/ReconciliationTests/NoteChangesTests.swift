import Planning
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// What a plan tells of its members: who they are, where they are declared, and why they come or go.
struct NoteChangesTests {
  /// Declares segment A, of members 1 to 20 of the store, and what it is made of.
  private static func declare(_ segments: String, _ rehearsal: Rehearsal) throws {
    try rehearsal.write("version: 1\nsegments:\n\(segments)", to: "segments.yaml")
  }

  private static func note(_ plan: Plan, _ number: Int, in name: String = "A") throws -> MemberNote {
    let segment = try #require(plan.segments.first { $0.name.text == name })
    return try #require(segment.note(of: .numbered(number)), "\(number)")
  }

  private static func words(_ note: MemberNote) -> String {
    let file = note.place.map { "\($0.file.split(separator: "/").last ?? ""):\($0.line)" } ?? "-"
    return "\(note.cause.code) \(note.cause.segment ?? "-") \(note.cause.day?.description ?? "-") \(file)"
  }

  @Test func `every addition has its cause and its place`() async throws {
    try await withRehearsal(profiles: 40, segments: ["A": [], "Live": [9]]) { rehearsal in
      try rehearsal.write("shopper_profile_id\n\(ShopperProfileID.numbered(3))\n", to: "list.csv")
      try Self.declare(
        """
          - name: A
            members:
              - \(ShopperProfileID.numbered(1))
              - {profile: \(ShopperProfileID.numbered(2)), starts: 2024-10-04}
            members_from: [{file: list.csv, as: shopper_profile_id}]
            include: [B, {live: Live}]
          - name: B
            members: [\(ShopperProfileID.numbered(4))]
            include: [C]
          - name: C
            members: [\(ShopperProfileID.numbered(5)), \(ShopperProfileID.numbered(1))]

        """,
        rehearsal
      )
      let plan = try await InProcess(rehearsal: rehearsal).plan()
      let words = try [1, 2, 3, 4, 5, 9].map { Self.words(try Self.note(plan, $0)) }
      #expect(
        words == [
          "listed - - segments.yaml:5", "starts - 2024-10-04 segments.yaml:6", "list-file - - list.csv:2",
          "included B - segments.yaml:10", "included B - segments.yaml:13", "live Live - -",
        ]
      )
    }
  }

  @Test func `every removal has its cause, and listed members have their customer number`() async throws {
    try await withRehearsal(profiles: 40, segments: ["A": Array(1...8), "Staff": [3]]) { rehearsal in
      let process = InProcess(rehearsal: rehearsal)
      try Self.declare(
        "  - {name: A, members: [\((1...8).map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", "))]}\n",
        rehearsal
      )
      _ = try await process.apply()
      let id = try #require(rehearsal.store.store.segment(named: "A")).id
      rehearsal.store.simulator.editAsForeigner(id, adding: [.numbered(9)])
      try Self.declare(
        """
          - name: A
            guardrails: {max_removals: 100%}
            members:
              - {profile: \(ShopperProfileID.numbered(2)), expires: 2024-10-01}
              - \(ShopperProfileID.numbered(3))
              - \(ShopperProfileID.numbered(4))
            exclude: [{live: Staff}]

        """,
        rehearsal
      )
      let plan = try await process.plan()
      let words = try [1, 2, 3, 9].map { Self.words(try Self.note(plan, $0)) }
      #expect(
        words == [
          "no-longer-declared - - -", "expired - 2024-10-01 segments.yaml:6", "excluded Staff - segments.yaml:7",
          "added-outside - - -",
        ]
      )
      for number in [1, 2, 3, 9] {
        let customer = try #require(rehearsal.store.store.profile(.numbered(number))?.customerID, "\(number)")
        #expect(try Self.note(plan, number).customer == CustomerID(customer), "\(number)")
      }
    }
  }

  @Test func `a member that was removed outside segapply is added again, and its number is known from another segment`()
    async throws
  {
    try await withRehearsal(profiles: 40, segments: ["Other": [2]]) { rehearsal in
      let process = InProcess(rehearsal: rehearsal)
      let both =
        "  - {name: A, members: [\(ShopperProfileID.numbered(1)), \(ShopperProfileID.numbered(2))]}\n"
        + "  - {name: Other, mode: additive, members: [\(ShopperProfileID.numbered(3))]}\n"
      try Self.declare(both, rehearsal)
      _ = try await process.apply()
      let id = try #require(rehearsal.store.store.segment(named: "A")).id
      rehearsal.store.simulator.editAsForeigner(id, removing: [.numbered(2)])
      let note = try Self.note(try await process.plan(), 2)
      #expect(Self.words(note) == "removed-outside - - segments.yaml:3")
      #expect(note.customer != nil)
      let drift = try await process.drift()
      let drifted = try #require(drift.drifted.first)
      #expect(drifted.notes.removals[.numbered(2)].map(Self.words) == "removed-outside - - segments.yaml:3")
      #expect(drifted.notes.removals[.numbered(2)]?.customer == note.customer)
    }
  }

  @Test func `a member that an included segment excludes again does not count as coming from it`() async throws {
    try await withRehearsal(profiles: 40, segments: ["A": [], "Live": [1]]) { rehearsal in
      try Self.declare(
        """
          - {name: A, include: [B, {live: Live}]}
          - {name: B, members: [\(ShopperProfileID.numbered(1)), \(ShopperProfileID.numbered(2))], exclude: [C]}
          - {name: C, members: [\(ShopperProfileID.numbered(1))]}

        """,
        rehearsal
      )
      let plan = try await InProcess(rehearsal: rehearsal).plan()
      #expect(Self.words(try Self.note(plan, 1)) == "live Live - -")
      #expect(Self.words(try Self.note(plan, 2)) == "included B - segments.yaml:4")
    }
  }
}
