import Diagnostics
import FoundationEssentials
import Planning
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

@testable import Reconciliation

/// "Missing" is not "nobody": look-ups, files and live segments that give less than they gave the last apply.
@Suite struct SourceCheckTests {
  static func email(_ number: Int) -> String { StoredCustomer.numberedEmail(number) }

  /// A segment whose members are these customers by email and by number.
  static func segment(
    _ name: String = "VIP",
    emails: some Sequence<Int> = 0..<0,
    numbers: some Sequence<Int> = 0..<0,
    policy: String = "skip",
    _ more: String = ""
  ) -> String {
    let lines =
      emails.map { "      - email: \(email($0))\n" } + numbers.map { "      - customer: \($0)\n" }
    return "  - name: \(name)\n    on_unknown: \(policy)\n\(more)    members:\(lines.isEmpty ? " []" : "")\n\(lines.joined())"
  }

  static func move(_ customer: Int, in shop: Shop) {
    shop.store.simulator.edit { $0.register(StoredCustomer(id: customer, email: "moved\(customer)@example.org")) }
  }

  @Test(arguments: ["warn", "skip"], [false, true])
  func `If one of 12 emails changes in the store, the member stays, with the reason`(policy: String, isSaved: Bool) async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...12, policy: policy))
      _ = isSaved ? try await shop.applySaved() : try await shop.apply()
      Self.move(5, in: shop)
      for _ in 1...2 {
        let planned = try await shop.plan()
        #expect(!planned.plan.hasChanges)
        #expect(planned.plan.segments.map(\.kept) == [.numbered([5])])
        let note = try #require(planned.warnings.first { $0.code == "member-kept" })
        #expect(note.summary == "segment \"VIP\" keeps a member that no look-up finds any more: customer 5")
        #expect(note.range?.start.line == 10)
        let explained = try #require(try await shop.explain(.numbered(5), in: "VIP"))
        #expect(explained.isKept && !explained.isDeclared && explained.action == .noOp)
        // It stays through applies with other changes, too.
        try shop.declare(Self.segment(emails: Array(1...12) + [20], policy: policy))
        let applied = isSaved ? try await shop.applySaved() : try await shop.apply()
        #expect(applied.notes.codes.contains("member-kept"))
        #expect(shop.members(of: "VIP") == .numbered(Array(1...12) + [20]))
      }
      // The line goes, and the member with it.
      try shop.declare(Self.segment(emails: (1...12).filter { $0 != 5 } + [20], policy: policy))
      try await shop.apply()
      #expect(shop.members(of: "VIP") == .numbered((1...12).filter { $0 != 5 } + [20]))
      let text = try #require(shop.rehearsal.read("segplan.state.json"))
      #expect(!text.contains("@example.com"), "no email in the state")
    }
  }

  @Test func `A member that is found again is an ordinary member, and remove lets the others go`()
    async throws
  {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...12))
      try await shop.apply()
      Self.move(5, in: shop)
      try await shop.apply()
      try shop.declare(Self.segment(emails: 1...12, policy: "remove"))
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.remove == .numbered([5]))
      #expect(planned.warnings.codes == ["unknown-customer"])
      shop.store.simulator.edit { $0.register(StoredCustomer(id: 5, email: Self.email(5))) }
      try shop.declare(Self.segment(emails: 1...12))
      let found = try await shop.plan()
      #expect(!found.plan.hasChanges && found.warnings.isEmpty)
    }
  }

  @Test func `A deleted line removes its member if every other line is known`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...8, numbers: 9...12))
      try await shop.apply()
      try shop.declare(Self.segment(emails: 2...8, numbers: 10...12))
      #expect(try await shop.plan().plan.segments.first?.remove == .numbered([1, 9]))
    }
  }

  @Test func `An unknown number keeps only the member of that number`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 13...16, numbers: 1...12))
      try await shop.apply()
      // A store that no longer knows customer 12: its number is declared, and one that never was there takes its place in the answer.
      let current = try #require(try await shop.state.read())
      let old = try #require(current.document.segments.first)
      let sources = try #require(old.sources)
      let renumbered = sources.lookedUp.map { member in
        member.customer.number == 12
          ? LookedUpMember(profile: member.profile, customer: CustomerID(912)!, isByEmail: false) : member
      }
      let record = RecordedSegment(
        id: old.id,
        name: old.name,
        mode: old.mode,
        members: old.members,
        sources: MemberSources(lookedUp: renumbered)
      )
      _ = try await shop.state.write(current.document.succeeding(with: [record], toolVersion: "1", who: nil), replacing: current)
      try shop.declare(Self.segment(emails: 14...16, numbers: Array(2...11) + [912]))
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.kept == .numbered([12]))
      #expect(planned.plan.segments.first?.remove == .numbered([1, 13]))
    }
  }

  @Test func `A member of an additive segment is kept too, and a foreign member there is ignored`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...12, "    mode: additive\n"))
      try await shop.apply()
      let id = try #require(shop.store.store.segment(named: "VIP")?.id)
      shop.store.simulator.edit { _ = $0.insertMembers([.numbered(25)], into: id) }
      Self.move(5, in: shop)
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges)
      #expect(planned.plan.segments.first?.kept == .numbered([5]))
      try await shop.apply()
      #expect(shop.members(of: "VIP") == .numbered(Array(1...12) + [25]))
    }
  }

  @Test func `A kept member is also kept in segments that include it, and excluded from those that exclude it`() async throws {
    try await withShop(customers: 40) { shop in
      let staff = Self.segment("Staff", emails: 1...6)
      let everybody = "  - name: Everybody\n    include: [Staff]\n    members: [{customer: 20}]\n"
      let sale =
        "  - name: Sale\n    exclude: [Staff]\n    members: [\((1...12).map { "{customer: \($0)}" }.joined(separator: ", "))]\n"
      try shop.declare(staff + everybody + sale)
      try await shop.apply()
      Self.move(5, in: shop)
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges, "customer 5 is let into no sale")
      #expect(planned.warnings.codes == ["member-kept", "member-kept"])
      #expect(planned.plan.segments.map(\.kept) == [.numbered([5]), .empty, .numbered([5])])
    }
  }

  @Test func `A kept member that left the store is not added again`() async throws {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...12))
      try await shop.apply()
      Self.move(5, in: shop)
      let id = try #require(shop.store.store.segment(named: "VIP")?.id)
      shop.store.simulator.editAsForeigner(id, adding: .empty, removing: .numbered([5]))
      let planned = try await shop.plan()
      #expect(!planned.plan.hasChanges && planned.warnings.isEmpty)
    }
  }

  @Test func `Members of an older state or of a run that was cut off are kept too, because their origin is unknown`()
    async throws
  {
    try await withShop(customers: 30) { shop in
      try shop.declare(Self.segment(emails: 1...12))
      try await shop.apply()
      let current = try #require(try await shop.state.read())
      let records = current.document.segments.map {
        RecordedSegment(id: $0.id, name: $0.name, mode: $0.mode, members: $0.members)
      }
      _ = try await shop.state.write(current.document.succeeding(with: records, toolVersion: "1", who: nil), replacing: current)
      Self.move(5, in: shop)
      for _ in 1...3 {
        #expect(try await shop.plan().plan.segments.first?.kept == .numbered([5]))
        try await shop.apply()
        #expect(shop.members(of: "VIP") == .numbered(1...12))
      }
    }
  }

  @Test func `A customer whose profile an apply creates is recorded as named by an email`() async throws {
    try await withShop(customers: 12) { shop in
      shop.store.simulator.edit { $0.register(StoredCustomer(id: 901, email: "grace@example.com")) }
      try shop.declare(Self.segment(emails: 1...5) + "      - email: grace@example.com\n")
      try await shop.applySaved()
      let profile = try #require(shop.store.store.profileID(ofCustomer: 901))
      shop.store.simulator.edit { $0.register(StoredCustomer(id: 901, email: "hopper@example.com")) }
      #expect(try await shop.plan().plan.segments.first?.kept == MemberSet([profile]))
    }
  }

  @Test(arguments: ["numbers", "profiles", "emails", "a list of numbers"])
  func `A member is kept if an unknown line names its customer in another way than the last apply`(before: String)
    async throws
  {
    try await withShop(customers: 30) { shop in
      let emails = Self.segment(emails: 1...12)
      let list = "  - name: VIP\n    on_unknown: skip\n    members_from: [{file: vip.csv}]\n"
      switch before {
      case "numbers": try shop.declare(Self.segment(numbers: 1...12))
      case "profiles":
        try shop.declare(
          Self.segment().replacing(" []", with: "") + (1...12).map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
        )
      case "emails": try shop.declare(emails)
      default:
        try shop.rehearsal.write("customer_id\n" + (1...12).map { "\($0)\n" }.joined(), to: "vip.csv")
        try shop.declare(list)
      }
      try await shop.apply()
      Self.move(2, in: shop)
      switch before {
      case "emails": try shop.declare(Self.segment(numbers: [1, 902] + Array(3...12)))
      case "a list of numbers":
        try shop.rehearsal.write("email\n" + (1...12).map { "\(Self.email($0))\n" }.joined(), to: "vip.csv")
      default: try shop.declare(emails)
      }
      for _ in 1...2 {
        let planned = try await shop.plan()
        #expect(planned.plan.segments.map(\.kept) == [.numbered([2])])
        #expect(planned.warnings.codes == ["member-kept"])
        try await shop.apply()
        #expect(shop.members(of: "VIP") == .numbered(1...12))
      }
      try shop.declare(Self.segment(emails: (1...12).filter { $0 != 2 }))
      #expect(try await shop.plan().plan.segments.first?.remove == .numbered([2]))
    }
  }

  @Test func `Without a state, a plan names those whom an unknown line may remove, and any incomplete exclusion`() async throws {
    try await withShop(customers: 40) { shop in
      func customers(_ numbers: some Sequence<Int>) -> String { numbers.map { "{customer: \($0)}" }.joined(separator: ", ") }
      let staff = Self.segment("Staff", emails: 1...6)
      let team = "  - name: Team\n    include: [Staff]\n    members: [\(customers(20...24))]\n"
      let sale = "  - name: Sale\n    exclude: [Team]\n    members: [\(customers(1...12))]\n"
      try shop.declare(staff + team + sale)
      try await shop.apply()
      try FileManager.default.removeItem(atPath: shop.rehearsal.folder + "/segplan.state.json")
      Self.move(5, in: shop)
      let planned = try await shop.plan()
      #expect(planned.warnings.codes == ["customers-skipped"])
      let note = try #require(planned.warnings.first)
      #expect(note.summary == "segment \"Staff\" leaves out a customer that the store does not know")
      #expect(
        note.detail == """
          The plan removes a member from it, perhaps this customer. The plan changes "Team", which includes it, without this customer. \
          The exclusion is incomplete: this customer is not excluded from "Sale". Correct or delete the unknown line before you apply.
          """
      )
      #expect(note.range?.start.line == 10)
    }
  }

  // MARK: look-ups

  @Test func `A look-up that finds none of 8 customers stops the run`() async throws {
    try await withShop(customers: 30) { shop in
      let nine = "      - \(ShopperProfileID.numbered(20))\n"
      try shop.declare(Self.segment(emails: 1...8) + nine)
      try await shop.apply()
      for customer in 1...8 { Self.move(customer, in: shop) }
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.apply() }
      #expect(error?.diagnostics.codes == ["no-customer-found"])
      #expect(error?.diagnostics.first?.summary == "the store found none of the 8 customers that the manifests name by email")
      #expect(shop.members(of: "VIP").count == 9)
      try shop.declare(Self.segment(numbers: 801...808) + nine)
      await #expect(throws: DiagnosticsError.self) { try await shop.plan() }
      // One unknown customer is a mistake, no failed look-up, and may be any of those who were named otherwise.
      try shop.declare(Self.segment(numbers: 801...801) + nine)
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.kept == .numbered(1...8))
      #expect(planned.warnings.codes == ["member-kept"])
    }
  }

  // MARK: live segments and files

  @Test(arguments: ["include", "exclude"])
  func `A live segment that is empty now and was not empty at the last apply stops the run`(key: String) async throws {
    try await withShop(customers: 40) { shop in
      shop.store.simulator.edit { edited in
        _ = try? edited.createSegments([SegmentDraft(name: "Newsletter")])
        if let id = edited.segment(named: "Newsletter")?.id { _ = edited.insertMembers((1...10).map { .numbered($0) }, into: id) }
      }
      func sale(_ more: String = "") -> String {
        "  - name: Sale\n    \(key): [{live: Newsletter\(more)}]\n    members: [\((8...20).map { "{customer: \($0)}" }.joined(separator: ", "))]\n"
      }
      try shop.declare(sale())
      try await shop.applySaved()
      let before = shop.members(of: "Sale")
      let id = try #require(shop.store.store.segment(named: "Newsletter")?.id)
      shop.store.simulator.editAsForeigner(id, adding: .empty, removing: .numbered(1...10))
      let error = await #expect(throws: DiagnosticsError.self) { try await shop.apply() }
      #expect(error?.diagnostics.codes == ["live-segment-emptied"])
      #expect(error?.diagnostics.first?.summary.contains("had 10 members") == true)
      #expect(shop.members(of: "Sale") == before)
      try shop.declare(sale(", allow_empty: true"))
      #expect(try await shop.plan().plan.hasChanges)
    }
  }

  @Test(arguments: [false, true])
  func `The plan names a missing file that the last apply read by a pattern`(isSaved: Bool) async throws {
    try await withShop(customers: 100) { shop in
      let countries = ["at", "de", "es", "fr", "it"]
      for (index, country) in countries.enumerated() {
        let rows = (1...10).map { "\(index * 10 + $0)\n" }.joined()
        try shop.rehearsal.write("customer_id\n" + rows, to: "crm/\(country).csv")
      }
      try shop.declare("  - name: VIP\n    members_from: [{file: crm/*.csv}]\n")
      _ = isSaved ? try await shop.applySaved() : try await shop.apply()
      try FileManager.default.removeItem(atPath: shop.rehearsal.folder + "/" + "crm/es.csv")
      let planned = try await shop.plan()
      #expect(planned.plan.segments.first?.remove.count == 10)
      let note = try #require(planned.warnings.first { $0.code == "list-file-missing" })
      #expect(note.summary == "segment \"VIP\" no longer finds a file that the last apply read: \"crm/es.csv\"")
      let paths = try await shop.state.read()?.document.segments.first?.sources?.files
      #expect(paths == ["crm/*.csv": countries.map { "crm/\($0).csv" }])
      // Next week another fifth: every run kept the limit, and together they do not.
      _ = isSaved ? try await shop.applySaved() : try await shop.apply()
      try FileManager.default.removeItem(atPath: shop.rehearsal.folder + "/" + "crm/fr.csv")
      var later = shop
      later.day = shop.day.advanced(by: 7)
      let again = try await later.plan()
      #expect(again.warnings.codes == ["list-file-missing"])
      #expect(again.findings.map(\.code) == ["repeated-removals"])
    }
  }

  @Test(arguments: [
    ("{file: 'crm/[0-9].csv'}", true), ("{file: ./crm/*.csv}", true), ("{file: crm/1.csv}, {file: ./crm/2.csv}", true),
    ("{file: ./crm/*.csv}", false), ("{file: crm/1.csv}, {file: ./crm/2.csv}, {file: crm/3.csv}", false),
  ])
  func `A missing file is named even if its pattern was edited`(files: String, isGone: Bool) async throws {
    try await withShop(customers: 100) { shop in
      for file in 1...3 {
        let rows = (1...20).map { "\(file * 20 + $0)\n" }.joined()
        try shop.rehearsal.write("customer_id\n" + rows, to: "crm/\(file).csv")
      }
      try shop.declare("  - name: VIP\n    members_from: [{file: crm/*.csv}]\n")
      try await shop.apply()
      if isGone { try FileManager.default.removeItem(atPath: shop.rehearsal.folder + "/crm/3.csv") }
      try shop.declare("  - name: VIP\n    members_from: [\(files)]\n")
      let warnings = try await shop.plan().warnings
      let expected = ["segment \"VIP\" no longer finds a file that the last apply read: \"crm/3.csv\""]
      #expect(warnings.map(\.summary) == (isGone ? expected : []))
      #expect(warnings.allSatisfy { $0.range != nil })
    }
  }

  @Test func `A member whose line has expired leaves, even if another line finds nobody`() async throws {
    try await withShop(customers: 30) { shop in
      var shop = shop
      let expiring = "      - {email: \(Self.email(5)), expires: \(shop.day.advanced(by: 1))}"
      try shop.declare(Self.segment(emails: 1...3) + expiring)
      try await shop.apply()
      #expect(shop.members(of: "VIP") == .numbered([1, 2, 3, 5]))
      Self.move(2, in: shop)
      shop.day = shop.day.advanced(by: 1)
      let planned = try await shop.plan()
      #expect(planned.plan.segments.map(\.kept) == [.numbered([2])])
      #expect(planned.plan.segments.map(\.remove) == [.numbered([5])])
    }
  }
}
