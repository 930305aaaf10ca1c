import FoundationEssentials
import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// Members in people's own terms, with the real programs: customers and emails, lists, other segments, dates.
struct CustomerManifestTests {
  /// A store whose customers 1 to `customers` have numbered profiles, all but those of `withoutProfile`.
  private static func withStore(
    customers: Int,
    withoutProfileEvery interval: Int? = nil,
    _ body: (Rehearsal) async throws -> Void
  ) async throws {
    try await withRehearsal(store: Store(customers: customers, withoutProfileEvery: interval), body)
  }

  private static func email(_ number: Int) -> String { StoredCustomer.numberedEmail(number) }

  private static func files(below folder: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      texts[name] = String(decoding: data, as: UTF8.self)
    }
    return texts
  }

  @Test
  func `emails, customers, ids, lists, packed lists, other segments and dates give one plan, and the next has no changes`()
    async throws
  {
    try await Self.withStore(customers: 4_000) { rehearsal in
      rehearsal.store.simulator.edit { edited in
        _ = try? edited.createSegments([SegmentDraft(name: "Newsletter")])
        if let id = edited.segment(named: "Newsletter")?.id {
          _ = edited.insertMembers((3_901...3_910).map { .numbered($0) }, into: id)
        }
        // A customer without a profile: one that no number follows from.
        edited.register(StoredCustomer(id: 9_001, email: "grace@example.com"))
      }
      let emails = (1...3_000).map { "      - email: \(Self.email($0).uppercased())\n" }.joined()
      try rehearsal.write(
        "# ours\n\(ShopperProfileID.numbered(3_101))\n\(ShopperProfileID.numbered(3_102)) # both\n",
        to: "lists/ids.txt"
      )
      try rehearsal.write("name,customer_id\nAda,3201\n\"Bob, Jr.\",3202\n", to: "lists/customers.csv")
      let packed = try await ChildProcess.run("gzip", ["\(rehearsal.folder)/lists/ids.txt"])
      #expect(packed.exitCode == 0, "\(packed.errors)")
      try rehearsal.write(
        """
        version: 1
        vars: {LISTS: lists}
        segments:
          - name: Everybody
            members:
              - \(ShopperProfileID.numbered(3_301))
              - customer: 3302
              - email: Grace@Example.com
              - profile: \(ShopperProfileID.numbered(3_303))
                expires: 2026-01-01
              - customer: 3304
                starts: 2999-01-01
        \(emails)    members_from:
              - file: ${LISTS}/*.csv
                column: customer_id
                expect: {min: 2, max: 2}
              - file: ${LISTS}/ids.txt.gz
            include: [Beta, {live: Newsletter}]
            exclude: [Blocked]
          - name: Beta
            members: [{customer: 3401}, {customer: 3402}]
          - name: Blocked
            members: [{customer: 3402}, {email: \(Self.email(7))}]

        """,
        to: "segments.yaml"
      )
      let expected = MemberSet.numbered(
        Array(1...6) + Array(8...3_000) + [3_101, 3_102, 3_201, 3_202, 3_301, 3_302, 3_401] + Array(3_901...3_910)
      )

      let plan = try await rehearsal.segplan(
        "--detailed-exitcode",
        "--out",
        "plan.json",
        "--verbose",
        "--log-format",
        "json",
        "--report",
        "json=report.json"
      )
      #expect(plan.exitCode == 2, "\(plan.errors)")
      #expect(plan.output.contains("1 shopper profile to create first"), "\(plan.output.suffix(300))")
      #expect(plan.output.contains("customer 9001"))
      // ⌈4,000 bytes of address ÷ an encoded email⌉, and a page of at most 250 an answer. All addresses are in upper case, so each is
      // asked for in two spellings.
      let lookups = rehearsal.store.log.filter { $0.path.hasSuffix("/customers") }
      #expect((24...60).contains(lookups.count), "\(lookups.count)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" && $0.inFlight <= 10 })

      let apply = try await rehearsal.segapply("plan.json", "--verbose", "--log-format", "json")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      let grace = try #require(rehearsal.store.store.profileID(ofCustomer: 9_001))
      #expect(rehearsal.store.members(ofSegmentNamed: "Everybody") == expected.union([grace]))
      #expect(rehearsal.store.log.count { $0.method == "POST" && $0.path.hasSuffix("/v3/shopper-profiles") } == 1)

      let again = try await rehearsal.segplan("--detailed-exitcode")
      #expect(again.exitCode == 0, "\(again.output)\(again.errors)")

      // Nothing that was written or printed has an address: only the manifest that declares them.
      var texts = try Self.files(below: rehearsal.folder)
      texts["segments.yaml"] = nil
      texts["plan"] = plan.output + plan.errors
      texts["apply"] = apply.output + apply.errors
      texts["again"] = again.output + again.errors
      #expect(texts.count >= 7, "\(texts.keys)")
      for (name, text) in texts {
        #expect(!text.lowercased().contains("example.com"), "\(name)")
      }
    }
  }

  @Test func `the first manifest lets nobody in until its examples are replaced`() async throws {
    try await Self.withStore(customers: 2_000) { rehearsal in
      #expect(try await rehearsal.segplan("init").exitCode == 0)
      let first = try await rehearsal.segapply("--auto-approve")
      #expect(first.exitCode == 1)
      #expect(first.errors.contains("segments.yaml:29:"), "\(first.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
      let text = try #require(rehearsal.read("segments.yaml"))
      try rehearsal.write(text.replacing("ada@example.com", with: Self.email(7)), to: "segments.yaml")
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.members(ofSegmentNamed: "VIP customers") == .numbered([7, 1_001, 1_002, 1_003, 1_004]))
      #expect(try await rehearsal.segplan("--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func `unknown customers are all reported at once, each with its line and without an address`() async throws {
    try await Self.withStore(customers: 3) { rehearsal in
      try rehearsal.write("customer_id\n2\n77\n", to: "list.csv")
      func declare(_ policy: String) throws {
        try rehearsal.write(
          """
          version: 1
          segments:
            - name: A
              on_unknown: \(policy)
              members:
                - customer: 1
                - customer: 4527
                - email: nobody@example.com
              members_from: [{file: list.csv}]

          """,
          to: "segments.yaml"
        )
      }
      try declare("error")
      let refused = try await rehearsal.segplan()
      #expect(refused.exitCode == 1)
      for place in ["segments.yaml:7:19", "segments.yaml:8:16", "list.csv:3:1"] {
        #expect(refused.errors.contains(place), "\(refused.errors)")
      }
      #expect(!refused.errors.contains("nobody@"))
      try declare("warn")
      let warned = try await rehearsal.segplan("--detailed-exitcode")
      #expect(warned.exitCode == 2)
      #expect(warned.errors.contains("warning: the store does not have a customer with the number 4527"), "\(warned.errors)")
      #expect(warned.output.contains("2 members to add"))
      try declare("skip")
      let skipped = try await rehearsal.segplan("--detailed-exitcode")
      #expect(skipped.exitCode == 2)
      #expect(!skipped.errors.contains("4527"), "\(skipped.errors)")
    }
  }

  @Test func `why explains members by inclusion, expiry, exclusion and drift`() async throws {
    try await Self.withStore(customers: 60) { rehearsal in
      rehearsal.store.simulator.edit { store in
        _ = try? store.createSegments([SegmentDraft(name: "A")])
        if let id = store.segment(named: "A")?.id {
          _ = store.insertMembers([1, 2, 3, 4].map { .numbered($0) }, into: id)
        }
      }
      try rehearsal.write(
        """
        version: 1
        segments:
          - name: A
            members:
              - \(ShopperProfileID.numbered(1))
              - customer: 2
                expires: 2026-03-01
              - customer: 3
            include: [B]
            exclude: [C]
            guardrails: {max_removals: 100%}
          - {name: B, members: [{customer: 9}]}
          - {name: C, members: [{customer: 3}]}

        """,
        to: "segments.yaml"
      )
      func why(_ number: Int) async throws -> String {
        let outcome = try await rehearsal.segplan("why", "\(ShopperProfileID.numbered(number))", "--segment", "A")
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return outcome.output
      }
      let included = try await why(9)
      #expect(included.contains("segment \"A\": will be added: from \"B\", segments.yaml:12\n"), "\(included)")
      #expect(included.contains("declared: segments.yaml:12, in \"B\"\n"), "\(included)")
      let expired = try await why(2)
      #expect(
        expired.contains("will be removed: expired 2026-03-01, segments.yaml:6\n"),
        "\(expired)"
      )
      let excluded = try await why(3)
      #expect(
        excluded.contains("will be removed: excluded by \"C\", segments.yaml:8\n")
          && excluded.contains("excluded with \"C\""),
        "\(excluded)"
      )
      #expect(try await why(4).contains("will be removed: not declared\n"))

      let apply = try await rehearsal.segapply("--auto-approve")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "A") == .numbered([1, 9]))
      rehearsal.store.simulator.edit { store in
        if let id = store.segment(named: "A")?.id { _ = store.insertMembers([.numbered(50)], into: id) }
      }
      #expect(try await why(50).contains("will be removed: added outside segapply\n"))
    }
  }

  @Test func `a plan for another day includes what has started, leaves out what has expired, and cannot be applied`() async throws
  {
    try await Self.withStore(customers: 10) { rehearsal in
      try rehearsal.write(
        """
        version: 1
        segments:
          - name: A
            members:
              - customer: 1
              - {customer: 2, starts: 2999-01-01}
              - {customer: 3, expires: 2999-01-01}

        """,
        to: "segments.yaml"
      )
      let today = try await rehearsal.segplan("--all-members")
      #expect(
        today.output.contains("\(ShopperProfileID.numbered(3))") && !today.output.contains("\(ShopperProfileID.numbered(2))")
      )
      let later = try await rehearsal.segplan("--all-members", "--at", "2999-01-01")
      #expect(
        later.output.contains("\(ShopperProfileID.numbered(2))") && !later.output.contains("\(ShopperProfileID.numbered(3))")
      )
      #expect(later.errors.contains("plan as of 2999-01-01"), "\(later.errors)")
      let saved = try await rehearsal.segplan("--at", "2999-01-01", "--out", "plan.json")
      #expect(saved.exitCode == 64)
      #expect(rehearsal.read("plan.json") == nil)
      let expiring = try await rehearsal.segplan("expiring", "--at", "2998-12-25", "--within", "1w")
      #expect(expiring.output.contains("At the start of 2999-01-01 (UTC):"), "\(expiring.output)")
      #expect(expiring.output.contains("customer 3 (segments.yaml:7:20)"), "\(expiring.output)")
      let nothing = try await rehearsal.segplan("expiring", "--at", "2998-12-24", "--within", "7d")
      #expect(nothing.output == "No member leaves within 7 days.\n")
    }
  }

  @Test func `a list outside the configuration's root is refused unless it is allowed`() async throws {
    try await Self.withStore(customers: 5) { rehearsal in
      try rehearsal.write("customer_id\n1\n", to: "outside/list.csv")
      try rehearsal.write(
        "version: 1\nsegments: [{name: A, members_from: [{file: ../outside/list.csv}]}]\n",
        to: "inside/segments.yaml"
      )
      let refused = try await rehearsal.segplan("validate", "inside")
      #expect(refused.exitCode == 1)
      #expect(refused.errors.contains("--allow-outside"), "\(refused.errors)")
      let allowed = try await rehearsal.segplan("validate", "inside", "--allow-outside")
      #expect(allowed.exitCode == 0, "\(allowed.errors)")
      // The whole tree is the root when it is what was named.
      #expect(try await rehearsal.segplan("validate", ".").exitCode == 0)
    }
  }

  @Test func `variables come from the command line, then files, the environment and the manifest`() async throws {
    try await Self.withStore(customers: 1) { rehearsal in
      try rehearsal.write(
        "version: 1\nvars: {A: manifest, B: manifest, C: manifest, D: manifest}\n"
          + "segments: [{name: '${A} ${B} ${C} ${D}', members: []}]\n",
        to: "segments.yaml"
      )
      try rehearsal.write("A: file\nB: file\n", to: "vars/values.yml")
      let environment = ["SEGPLAN_VAR_A": "env", "SEGPLAN_VAR_B": "env", "SEGPLAN_VAR_C": "env"]
      let plan = try await rehearsal.segplan(
        ["segments.yaml", "--var", "A=flag", "--var-file", "vars/values.yml"],
        environment: environment
      )
      #expect(plan.output.contains("\"flag file env manifest\""), "\(plan.output)\(plan.errors)")
      #expect(try await rehearsal.segplan("segments.yaml", "--var", "1=x").exitCode == 64)
    }
  }
}
