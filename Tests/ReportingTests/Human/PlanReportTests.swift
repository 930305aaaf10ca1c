import Planning
import SegmentModel
import TestSupport
import Testing

@testable import Reporting

@Suite("Plan report")
struct PlanReportTests {
  private static let plain = PlanReport(style: .plain)

  /// Every kind of change and of drift.
  private static func everything() throws -> Plan {
    Sample.plan(
      [
        try Sample.planned("Beta testers", .create(description: "May see \"new\" things"), add: 1...3),
        try Sample.planned("Fresh and empty", .create(description: "")),
        try Sample.planned(
          "VIP",
          Sample.update(2, name: ("Vips", "VIP"), description: ("", "Spend above 5k")),
          add: 2001...3330,
          remove: 1...12,
          live: 1...2000,
          drift: .changed(added: 1200, removed: 1, renamedFrom: "VIP")
        ),
        try Sample.planned("Staff", .keep(.numbered(3)), mode: .additive, add: [5], live: 7...9),
        try Sample.planned("Summer 2024", .delete(.numbered(4)), live: 1...1234),
        try Sample.planned("Winter 2023", .stayAbsent, drift: .vanished),
        try Sample.planned("Lost", .create(description: ""), add: 1...2, drift: .vanished),
        try Sample.planned("Made anew", .keep(.numbered(6)), add: 1...1, drift: .vanished),
        try Sample.planned("Regulars", .keep(.numbered(5)), live: 1...2, drift: .changed(added: 0, removed: 2, renamedFrom: nil)),
      ],
      unmanaged: 7
    )
  }

  @Test func `The text of a plan shows every kind of change`() throws {
    try GoldenFile.expect(Self.plain.text(try Self.everything()), is: "plan.txt")
  }

  @Test func `The text of a plan is the same in colour`() throws {
    let colored = PlanReport(style: TextStyle(isColored: true)).text(try Self.everything())
    try GoldenFile.expect(Sample.readable(colored), is: "plan-colored.txt")
    #expect(Self.withoutColor(colored) == Self.plain.text(try Self.everything()))
  }

  @Test func `The text of a plan without changes is short`() throws {
    let plan = Sample.plan([try Sample.planned("VIP", .keep(.numbered(1)), live: 1...3)], unmanaged: 1)
    #expect(Self.plain.text(plan).hasSuffix("\n\nNo changes. The declared segment matches the store. 1 segment unmanaged.\n"))
  }

  @Test func `Drift is shown even if there is nothing to do`() throws {
    let drift = SegmentDrift.changed(added: 0, removed: 1, renamedFrom: nil)
    let plan = Sample.plan([try Sample.planned("VIP", .keep(.numbered(1)), live: 1...3, drift: drift)])
    #expect(
      Self.plain.text(plan) == """
        Store abc123, state: serial 4

        The store has changed outside segapply since the last apply:

          ! segment "VIP": 1 member removed

        No changes. The declared segment matches the store. 0 segments unmanaged.

        """
    )
  }

  // MARK: members

  /// Members of every cause, known by number and not, of whom one moves.
  private static func causes() throws -> Plan {
    var vip = try Sample.planned("VIP customers", .keep(.numbered(1)), add: 1...30, remove: 101...107, live: 101...140)
    let additions: [(MemberCause, String?)] = [
      (.listed, "promotions.yaml"), (.inListFile, "lists/crm.csv"),
      (.included(try SegmentName("Beta testers")), "segments/beta.yaml"),
      (.live("Newsletter"), nil), (.starts(try Sample.day("2026-04-01")), "promotions.yaml"),
      (.removedOutside, "promotions.yaml"),
    ]
    for index in vip.add.indices {
      let (cause, file) = additions[index < 6 ? index : 1]
      vip.notes.additions.set(cause, at: index)
      if let file { vip.notes.additions.set(DeclarationPlace(file: file, line: 10 + index), at: index) }
      if index != 3, let customer = CustomerID(4500 + index) { vip.notes.additions.set(customer, at: index) }
    }
    let removals: [(MemberCause, String?)] = [
      (.expired(try Sample.day("2026-04-01")), "promotions.yaml"), (.excluded(by: "Staff"), "lists/crm.csv"),
      (.noLongerDeclared, nil),
      (.addedOutside, nil), (.undeclared, nil), (.noLongerDeclared, nil), (.excluded(by: "Partners"), nil),
    ]
    for (index, (cause, file)) in removals.enumerated() {
      vip.notes.removals.set(cause, at: index)
      if let file { vip.notes.removals.set(DeclarationPlace(file: file, line: 90 + index), at: index) }
      if let customer = CustomerID(99 + index) { vip.notes.removals.set(customer, at: index) }
    }
    return Sample.plan([vip, try Sample.planned("Gold", .keep(.numbered(2)), add: [106], live: [7])])
  }

  @Test(arguments: [60, 100, 160])
  func `Every member has its number, its place and its cause, at any width`(width: Int) throws {
    let text = PlanReport(style: TextStyle(isColored: false, width: width)).text(try Self.causes())
    try GoldenFile.expect(text, is: "causes-\(width).txt")
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix("          ") || $0.contains("…") || $0.count <= width })
  }

  @Test(arguments: [(20, 20, nil), (21, 21, nil), (1224, 20, "1,204"), (1, 1, nil)] as [(Int, Int, String?)])
  func `At most twenty members of a kind are shown, then how many more there are`(count: Int, shown: Int, more: String?) throws {
    let plan = Sample.plan([
      try Sample.planned(
        "VIP",
        .keep(.numbered(1)),
        add: 10_001..<(10_001 + count),
        remove: 1..<(1 + count),
        live: 1...5000
      )
    ])
    let lines = Self.plain.text(plan).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("          + 0000") } == shown)
    #expect(lines.count { $0.hasPrefix("          - 0000") } == shown)
    let rest = lines.filter { $0.contains("…") }
    #expect(
      rest
        == (more.map { more in
          ["declared", "not declared"].map { "            … \(more) more: all \($0) (--all-members shows them)" }
        } ?? [])
    )
  }

  @Test func `All members are shown on request`() throws {
    let plan = Sample.plan([try Sample.planned("VIP", .keep(.numbered(1)), add: 1...1224)])
    let text = PlanReport(style: .plain, showsAllMembers: true).text(plan)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("          + 0000") } == 1224)
    #expect(!text.contains("…"))
  }

  // MARK: summary

  @Test func `The summary counts segments, members and unmanaged segments`() throws {
    let plan = Sample.plan(
      [
        try Sample.planned("A", .create(description: ""), add: 1...1000),
        try Sample.planned("B", .create(description: ""), add: 1...300),
        try Sample.planned("C", .keep(.numbered(3)), add: 1...40, remove: 101...112, live: 101...200),
        try Sample.planned("D", .keep(.numbered(4)), live: 1...3),
      ],
      unmanaged: 7
    )
    #expect(
      PlanReport.summary(of: plan)
        == "Plan: 2 segments to create, 1 to update; 1,340 members to add, 12 to remove; 12 of them move between segments. "
        + "7 segments unmanaged."
    )
  }

  @Test func `The summary names deletions only if there are some, and uses the singular for one`() throws {
    let plan = Sample.plan(
      [
        try Sample.planned("A", .create(description: ""), add: 1...1),
        try Sample.planned("E", .delete(.numbered(5)), live: 1...3),
      ],
      unmanaged: 1
    )
    #expect(
      PlanReport.summary(of: plan)
        == "Plan: 1 segment to create, 0 to update, 1 to delete; 1 member to add, 3 to remove (3 with a deleted segment). "
        + "1 segment unmanaged."
    )
  }

  @Test(arguments: [
    (0, "No segments are declared."), (1, "The declared segment matches the store."),
    (3, "All 3 declared segments match the store."),
  ])
  func `A plan without changes says so`(count: Int, words: String) throws {
    let segments = try (0..<count).map { try Sample.planned("S\($0)", .keep(.numbered($0)), live: 1...3) }
    #expect(PlanReport.summary(of: Sample.plan(segments)) == "No changes. \(words) 0 segments unmanaged.")
  }

  @Test func `A saved plan shows its origin`() {
    #expect(
      PlanReport.origin(of: Sample.plan([])) == """
        Plan of 2026-04-01T08:00:00Z, valid until 2026-04-08T08:00:00Z, for the store abc123, made by segplan 1.2.3 with state serial 4 \
        of lineage 2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a.
        """
    )
    let header = PlanHeader(
      toolVersion: "1",
      createdAt: "t\u{1B}[2J",
      validUntil: nil,
      store: "s",
      configurationDigest: "d",
      state: nil
    )
    let stateless = Plan(header: header, segments: [], unmanagedCount: 0)
    #expect(PlanReport.origin(of: stateless) == "Plan of t␛[2J for the store s, made by segplan 1 with no state.")
  }

  // MARK: foreign text

  @Test func `Names and descriptions of the store cannot control the terminal`() throws {
    let nasty = "a\u{1B}[31m\nb\u{202E}c"
    let plan = Sample.plan([
      try Sample.planned(
        "VIP",
        Sample.update(1, name: (nasty, "VIP"), description: (nasty, "d")),
        drift: .changed(added: 0, removed: 0, renamedFrom: nasty)
      )
    ])
    let text = Self.plain.text(plan)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
    #expect(text.split(separator: "\n").count { $0.contains("a␛[31m␊b<U+202E>c") } == 3)
  }

  /// The text without Select Graphic Rendition sequences.
  private static func withoutColor(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map { index, part in
      index == 0 ? part : part.drop { $0 != "m" }.dropFirst()
    }.joined()
  }
}
