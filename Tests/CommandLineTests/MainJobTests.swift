import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// The whole way, with the real programs: plan, apply, plan.
struct MainJobTests {
  /// How many requests a change of so many members takes.
  private static func batches(_ count: Int) -> Int { (count + 49) / 50 }

  @Test func `three drifted segments get exactly the necessary batches, and then nothing is sent`()
    async throws
  {
    let live = ["Alpha": Array(1...300), "Beta": Array(400...410)]
    // Of Alpha 60 leave and 101 come; Beta keeps its members and gets 50; Gamma is created with 51.
    let declared = ["Alpha": Array(61...401), "Beta": Array(400...460), "Gamma": Array(1...51)]
    try await withRehearsal(profiles: 1_000, segments: live) { rehearsal in
      try rehearsal.declare(declared)

      let plan = try await rehearsal.segplan("--detailed-exitcode")
      #expect(plan.exitCode == 2, "\(plan.errors)")
      let summary = "202 members to add, 60 to remove; 51 of them move between segments. 0 segments unmanaged.\n"
      #expect(plan.output.contains(summary), "\(plan.output)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })

      let apply = try await rehearsal.segapply("--auto-approve")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      let done = "Apply complete: 1 segment created, 2 updated; 202 members added, 60 removed.\n"
      #expect(apply.output.hasSuffix(done), "\(apply.output)")
      for (name, numbers) in declared {
        #expect(rehearsal.store.members(ofSegmentNamed: name) == .numbered(numbers))
        let id = try #require(rehearsal.store.store.segment(named: name)).id
        let writes = rehearsal.store.membershipWrites.filter { $0.path.contains("\(id)") }
        let (added, removed) = MemberSet.numbered(numbers).difference(from: .numbered(live[name] ?? []))
        #expect(writes.count { $0.method == "POST" } == Self.batches(added.count), "\(name)")
        #expect(writes.count { $0.method == "DELETE" } == Self.batches(removed.count), "\(name)")
        #expect(writes.allSatisfy { (1...50).contains($0.ids.count) })
      }

      let again = try await rehearsal.segplan("--detailed-exitcode")
      #expect(again.exitCode == 0)
      #expect(again.output.hasSuffix("\n\nNo changes. All 3 declared segments match the store. 0 segments unmanaged.\n"))

      let writes = rehearsal.store.log.count { $0.method != "GET" }
      let second = try await rehearsal.segapply("--auto-approve")
      #expect(second.exitCode == 0)
      #expect(second.output.contains("No changes."))
      #expect(rehearsal.store.log.count { $0.method != "GET" } == writes)
      #expect(rehearsal.store.log.allSatisfy { $0.inFlight <= 10 })
    }
  }

  @Test func `no run sends a DELETE without ids, or a batch over 50`() async throws {
    try await withRehearsal(profiles: 300, segments: ["A": Array(1...200), "B": Array(1...120), "Old": [5]]) { rehearsal in
      try rehearsal.declare(["A": Array(150...300), "B": [7]])
      try rehearsal.write(
        "version: 1\nsegments: [{name: Old, ensure: absent}, {name: Empty, members: []}]\n",
        to: "more.yaml"
      )
      let apply = try await rehearsal.segapply("--auto-approve", "--allow-delete")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      try rehearsal.write(
        "version: 1\nsegments: [{name: A, members: [], allow_empty: true, guardrails: {max_removals: 100%}}]\n",
        to: "segments.yaml"
      )
      let emptied = try await rehearsal.segapply("segments.yaml", "--auto-approve")
      #expect(emptied.exitCode == 0, "\(emptied.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A").isEmpty)
      #expect(rehearsal.store.members(ofSegmentNamed: "B") == .numbered([7]))
      #expect(rehearsal.store.store.segment(named: "Old") == nil)
      let deletes = rehearsal.store.log.filter { $0.method == "DELETE" }
      #expect(deletes.count > 5)
      #expect(deletes.allSatisfy { !$0.isUnboundedDelete && $0.query.hasPrefix("id%3Ain=") })
      #expect(rehearsal.store.log.allSatisfy { $0.ids.count <= 50 })
    }
  }

  @Test func `an additive segment keeps foreign members and loses only members that segapply added`() async throws {
    try await withRehearsal(profiles: 20, segments: ["Beta": [1, 2, 3]]) { rehearsal in
      func declare(_ numbers: [Int]) throws {
        let members = numbers.map { "\(ShopperProfileID.numbered($0))" }.joined(separator: ", ")
        try rehearsal.write(
          "version: 1\nsegments: [{name: Beta, mode: additive, members: [\(members)]}]\n",
          to: "segments.yaml"
        )
      }
      try declare([3, 4, 5])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.members(ofSegmentNamed: "Beta") == .numbered([1, 2, 3, 4, 5]))
      try declare([5])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      // 3 was there before us, 4 was ours.
      #expect(rehearsal.store.members(ofSegmentNamed: "Beta") == .numbered([1, 2, 3, 5]))
    }
  }

  @Test func `a pinned segment is renamed, and a foreign rename is reverted`() async throws {
    try await withRehearsal(profiles: 20, segments: ["Old name": [1]]) { rehearsal in
      let id = try #require(rehearsal.store.store.segment(named: "Old name")).id
      let member = ShopperProfileID.numbered(1)
      try rehearsal.write(
        "version: 1\nsegments: [{name: New name, id: \(id), description: Now with text, members: [\(member)]}]\n",
        to: "segments.yaml"
      )
      let plan = try await rehearsal.segplan()
      #expect(plan.output.contains("name: \"Old name\" → \"New name\""), "\(plan.output)")
      // No apply has recorded the segment: the id may be mistyped.
      let unasked = try await rehearsal.segapply("--auto-approve")
      #expect(unasked.exitCode == 3)
      #expect(
        unasked.errors.contains("would take over the store's segment \"Old name\", which has 1 member"),
        "\(unasked.errors)"
      )
      #expect(try await rehearsal.segapply("--auto-approve", "--allow-takeover").exitCode == 0)
      #expect(rehearsal.store.store.segment(id)?.name == "New name")
      #expect(rehearsal.store.store.segment(id)?.description == "Now with text")

      try rehearsal.write("version: 1\nsegments: [{name: New name, members: [\(member)]}]\n", to: "segments.yaml")
      try rehearsal.store.simulator.edit { store in
        _ = try store.updateSegments([SegmentChange(id: id, name: "Meddled")])
      }
      let drifted = try await rehearsal.segplan("--detailed-exitcode")
      #expect(drifted.exitCode == 2)
      #expect(drifted.output.contains("name: \"Meddled\" → \"New name\""), "\(drifted.output)")
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.store.segment(id)?.name == "New name")
    }
  }

  @Test func `each apply that changes the store raises the serial by one, and no other apply does`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      func serial() throws -> Int? {
        let state = try #require(rehearsal.read("segplan.state.json"))
        return state.firstMatch(of: /"serial" : (\d+)/).flatMap { Int($0.1) }
      }
      try rehearsal.declare(["A": [1, 2]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(try serial() == 1)
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(try serial() == 1)
      // Undoing what somebody else did leaves the same records.
      let id = try #require(rehearsal.store.store.segment(named: "A")).id
      rehearsal.store.simulator.editAsForeigner(id, adding: .numbered([9]))
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(try serial() == 2)
      try rehearsal.declare(["A": [1, 2, 3]])
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(try serial() == 3)
    }
  }

  @Test func `only the targets are planned and applied`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      try rehearsal.declare(["A": [1], "B": [2]])
      let apply = try await rehearsal.segapply("--auto-approve", "--target", "B")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.store.segment(named: "A") == nil)
      #expect(rehearsal.store.members(ofSegmentNamed: "B") == .numbered([2]))
      let unknown = try await rehearsal.segplan("--target", "C")
      #expect(unknown.exitCode == 1)
      #expect(unknown.errors.contains("no manifest declares a segment named \"C\""))
    }
  }
}
