import Diagnostics
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// Sets, members in `exclude`, and dates on segments, sets, includes and excludes.
@Suite struct SetTests {
  /// Declares sets and segments.
  private static func declare(_ sets: String, _ segments: String, in shop: Shop) throws {
    try shop.rehearsal.write("version: 1\nsets:\n\(sets)\nsegments:\n\(segments)\n", to: "segments.yaml")
  }

  private static func customers(_ numbers: some Sequence<Int>) -> String {
    numbers.map { "{customer: \($0)}" }.joined(separator: ", ")
  }

  private static func words(_ plan: Plan, _ number: Int) throws -> String {
    let segment = try #require(plan.segments.first { $0.name.text == "VIP" })
    let note = try #require(segment.note(of: .numbered(number)), "\(number)")
    let line = note.place.map { "\($0.line)" } ?? "-"
    return "\(note.cause.code) \(note.cause.segment ?? "-") \(note.cause.day?.description ?? "-") \(line)"
  }

  @Test(arguments: SeededRandom.seeds(12))
  func `a configuration with sets plans the same as one with each set written out`(seed: UInt64) async throws {
    var random = SeededRandom(seed: seed)
    func some() -> [Int] { (1...20).filter { _ in Int.random(in: 0...3, using: &random) == 0 } }
    let (own, left) = ([some(), some(), some()], [some(), some(), some()])
    let isIncluded = [Bool.random(using: &random), Bool.random(using: &random)]
    var members: [Set<Int>] = []
    var sets: [String] = []
    for index in own.indices {
      let inner = index > 0 && isIncluded[index - 1] ? members[index - 1] : []
      members.append(inner.union(own[index]).subtracting(left[index]))
      let include = index > 0 && isIncluded[index - 1] ? "[S\(index - 1)]" : "[]"
      sets.append(
        "  - {name: S\(index), members: [\(Self.customers(own[index]))], include: \(include), "
          + "exclude: [\(Self.customers(left[index]))]}"
      )
    }
    try await withShop(customers: 20) { shop in
      let listed = some()
      try Self.declare(
        sets.joined(separator: "\n"),
        "  - {name: VIP, members: [\(Self.customers(listed))], include: [{set: S2}], exclude: [S0]}",
        in: shop
      )
      let withSets = try await shop.plan().plan
      let all = Set(listed).union(members[2]).sorted()
      try shop.declare(
        "  - {name: VIP, members: [\(Self.customers(all))], exclude: [\(Self.customers(members[0].sorted()))]}"
      )
      let writtenOut = try await shop.plan().plan
      #expect(withSets.segments.map(\.add) == writtenOut.segments.map(\.add), "\(random)")
      #expect(withSets.segments.map(\.add) == [.numbered(all.filter { !members[0].contains($0) })], "\(random)")
      #expect(withSets.id == writtenOut.id)
    }
  }

  @Test func `a set is no segment, and neither state nor plan has it`() async throws {
    try await withShop(customers: 20) { shop in
      try Self.declare("  - {name: Staff, members: [\(Self.customers(1...3))]}", "  - {name: VIP, include: [Staff]}", in: shop)
      let applied = try await shop.apply()
      #expect(applied.plan.segments.map(\.name.text) == ["VIP"])
      #expect(shop.members(of: "VIP") == .numbered([1, 2, 3]))
      let state = try #require(try await shop.state.read())
      #expect(state.document.segments.map(\.name) == ["VIP"])
      let configuration = try shop.request().configuration
      let rows = try await shop.withReconciler { try await $0.overview(configuration) }
      #expect(rows.map(\.name) == ["VIP"])
      #expect(try await !shop.plan().plan.hasChanges)
    }
  }

  @Test func `customers of a set that nothing uses are not looked up`() async throws {
    try await withShop(customers: 20) { shop in
      try Self.declare(
        "  - {name: Old, members: [{customer: 999}]}\n  - {name: Gone, include: [{live: Nowhere}]}",
        "  - {name: VIP, members: [{customer: 1}]}\n  - {name: Away, ensure: absent, include: [Old]}",
        in: shop
      )
      let planned = try await shop.plan()
      #expect(planned.warnings.codes.filter { $0 == "unused-set" }.count == 2)
      #expect(planned.plan.segments.first { $0.name.text == "VIP" }?.add == .numbered([1]))
    }
  }

  @Test(arguments: ["warn", "skip"])
  func `a member that came through a set stays when its email is not found`(policy: String) async throws {
    try await withShop(customers: 30) { shop in
      func declare(_ emails: some Sequence<Int>) throws {
        let lines = emails.map { "{email: \(StoredCustomer.numberedEmail($0))}" }.joined(separator: ", ")
        try Self.declare(
          "  - {name: Inner, on_unknown: \(policy), members: [\(lines)]}\n  - {name: Friends, include: [Inner]}",
          "  - {name: VIP, include: [Friends], guardrails: {max_removals: 100%}}",
          in: shop
        )
      }
      try declare(1...12)
      try await shop.apply()
      shop.store.simulator.edit { $0.register(StoredCustomer(id: 5, email: "moved5@example.org")) }
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
      let note = try #require(planned.warnings.first { $0.code == "member-kept" })
      #expect(note.summary == "segment \"VIP\" keeps a member that no look-up finds any more: customer 5")
      #expect(note.range?.start.line == 3)
      try await shop.apply()
      // The line goes, and the member with it.
      try declare((1...12).filter { $0 != 5 })
      #expect(try await shop.plan().plan.segments.first?.remove == .numbered([5]))
    }
  }

  @Test func `an excluded customer that the store does not know is an error, or a warning with any policy`() async throws {
    try await withShop(customers: 20) { shop in
      for (policy, isError) in [("error", true), ("warn", false), ("skip", false), ("remove", false)] {
        try shop.declare("  - {name: VIP, on_unknown: \(policy), members: [{customer: 1}], exclude: [{customer: 999}]}")
        if isError {
          await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
        } else {
          let warning = try #require(try await shop.plan().warnings.first)
          #expect(warning.code == "unknown-customer" && warning.detail?.contains("cannot exclude") == true)
        }
      }
      try Self.declare(
        "  - {name: Staff, on_unknown: skip, members: [{customer: 998}, {customer: 2}]}",
        "  - {name: VIP, members: [{customer: 1}], exclude: [Staff]}",
        in: shop
      )
      let warning = try #require(try await shop.plan().warnings.first)
      #expect(warning.code == "customers-skipped")
      #expect(warning.summary == "set \"Staff\" leaves out a customer that the store does not know")
      #expect(warning.detail?.contains("The exclusion is incomplete") == true)
    }
  }

  @Test func `exclude accepts customers, emails, profiles and lists, each with dates`() async throws {
    try await withShop(customers: 20) { shop in
      try shop.rehearsal.write("customer_id\n4\n", to: "blocked.csv")
      let (past, future) = (shop.day.advanced(by: -1), shop.day.advanced(by: 1))
      try shop.declare(
        """
          - name: VIP
            members: [\(Self.customers(1...8))]
            exclude:
              - customer: 1
              - email: \(StoredCustomer.numberedEmail(2))
              - profile: \(ShopperProfileID.numbered(3))
              - file: blocked.csv
              - {customer: 5, starts: \(future)}
              - {customer: 6, expires: \(past)}
              - {customer: 7, expires: \(future)}
        """
      )
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.add == .numbered([5, 6, 8]))
      #expect(planned.warnings.codes == ["expired-member"])
      #expect(planned.plan.header.validUntil == "\(future)T00:00:00Z")
      let explained = try #require(try await shop.explain(.numbered(4), in: "VIP"))
      #expect(explained.excludedAt.map(\.line) == [2] && !explained.isDeclared && explained.excludedBy.isEmpty)
    }
  }

  @Test func `every date of a set, an include or an exclude ends the validity of a saved plan`() async throws {
    try await withShop(customers: 20) { shop in
      func end(_ set: String, _ segment: String) async throws -> String? {
        let sets = "  - {name: S, members: [{customer: 1}]\(set)}"
        try Self.declare(sets, "  - {name: VIP, allow_empty: true, \(segment)}", in: shop)
        return try await shop.plan().plan.header.validUntil
      }
      let day = shop.day.advanced(by: 2)
      let others = "members: [{customer: 2}]"
      let dated = [
        (", expires: \(day)", "\(others), include: [S]"),
        (", starts: \(day)", "\(others), exclude: [S]"),
        ("", "\(others), include: [{set: S, expires: \(day)}]"),
        ("", "\(others), exclude: [{set: S, starts: \(day)}]"),
        ("", "\(others), expires: \(day), include: [S]"),
      ]
      for (set, segment) in dated {
        let found = try await end(set, segment)
        #expect(found == "\(day)T00:00:00Z", "\(set) \(segment)")
      }
    }
  }

  @Test func `a member that leaves has the cause and the place of what ended or excludes it`() async throws {
    try await withShop(customers: 20) { shop in
      func declare(_ end: CalendarDay, _ more: String = "") throws {
        try Self.declare(
          """
            - name: Until
              expires: \(end)
              members: [{customer: 1}]
            - name: Always
              members: [{customer: 2}, {customer: 7, expires: \(end)}]
            - name: Mixed
              members: [{customer: 4}, {customer: 5}]
              exclude: [\(more.isEmpty ? "" : "{customer: 5}")]
          """,
          """
            - name: VIP
              members: [{customer: 3}, {customer: 6}]
              include: [Until, {set: Always, expires: \(end)}, Mixed]
              exclude: [\(more)]
          """,
          in: shop
        )
      }
      let today = shop.day
      try declare(today.advanced(by: 1))
      try await shop.apply()
      #expect(shop.members(of: "VIP") == .numbered(1...7))
      try declare(today, "{customer: 6}")
      let plan = try await shop.plan().plan
      #expect(plan.segments.first?.remove == .numbered([1, 2, 5, 6, 7]))
      #expect(try Self.words(plan, 1) == "expired - \(today) 5")
      #expect(try Self.words(plan, 2) == "expired - \(today) 14")
      #expect(try Self.words(plan, 7) == "expired - \(today) 7")
      #expect(try Self.words(plan, 5) == "excluded - - 10")
      #expect(try Self.words(plan, 6) == "excluded - - 15")
    }
  }

  @Test func `a segment past its day declares nobody, and the share that it loses still counts`() async throws {
    try await withShop(customers: 20) { shop in
      func declare(_ end: CalendarDay) throws {
        try shop.declare("  - {name: VIP, allow_empty: true, expires: \(end), members: [\(Self.customers(1...12))]}")
      }
      try declare(shop.day.advanced(by: 1))
      try await shop.apply()
      try declare(shop.day)
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.remove.count == 12)
      #expect(!planned.findings.isEmpty)
      #expect(try Self.words(planned.plan, 1) == "expired - \(shop.day) 3")
      try shop.declare("  - {name: VIP, starts: \(shop.day.advanced(by: 1)), members: [{customer: 1}]}")
      #expect(try await shop.plan().plan.segments.first?.remove.count == 12)
    }
  }

  @Test func `expiring lists those who really leave, with what ends`() async throws {
    try await withShop(customers: 20) { shop in
      let (soon, later) = (shop.day.advanced(by: 3), shop.day.advanced(by: 5))
      try Self.declare(
        """
          - {name: Until, expires: \(soon), members: [{customer: 1}, {customer: 2}]}
          - {name: Always, members: [{customer: 3}, {email: a@example.com}, {customer: 6, expires: \(soon)}]}
        """,
        """
          - name: VIP
            members:
              - {customer: 2}
              - {customer: 4, expires: \(soon)}
              - {customer: 4, expires: \(later)}
              - {customer: 5, expires: \(soon)}
            include: [Until, {set: Always, expires: \(soon)}]
            exclude: [{customer: 5}]
          - {name: Whole, allow_empty: true, expires: \(later), members: [{customer: 7}]}
          - {name: Gone, ensure: absent, members: [{customer: 8, expires: \(soon)}]}
        """,
        in: shop
      )
      let found = try shop.request().configuration.expiring(within: 7).map { member in
        let who =
          switch member.subject {
          case .customer(let id): "\(id)"
          case .profile(let id): "\(id)"
          case .email: "email"
          }
        return "\(member.segment) \(who) \(member.expires == soon ? "soon" : "later") \(member.range.start.line)"
      }
      let expected = ["VIP 1 soon 3", "VIP 6 soon 4", "VIP 3 soon 12", "VIP email soon 12", "VIP 4 later 10", "Whole 7 later 14"]
      #expect(found == expected)
      #expect(try shop.request().configuration.expiring(within: 2).isEmpty)
    }
  }
}
