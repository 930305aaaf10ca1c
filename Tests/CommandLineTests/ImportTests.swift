import SegmentModel
import StoreSimulator
import TestSupport
import Testing

/// From the store into manifests, and from one name to another, with the real programs.
struct ImportTests {
  /// Names that a manifest must quote or escape.
  private static let oddNames = [
    "VIP: gold", "yes", "2024", "- dash", "\"quoted\" \\ back", "${HOME}", "# hash", "Größe ü", "a/b", "A b", "a-b", "emoji 🎉",
    "'single'",
    "Clients\u{A0}VIP", "*star", "[x]", "null", "~", "!tag", "%percent", "@at", "`tick", "{x: y}", "x #y", "x: y",
  ]

  @Test func `imported manifests match the store and are formatted`() async throws {
    var segments: [String: [Int]] = ["Big": Array(1...1_000), "Edge": Array(1...200), "Over": Array(1...201), "Empty": []]
    for (index, name) in Self.oddNames.enumerated() { segments[name] = [index + 1] }
    try await withRehearsal(profiles: 1_000, segments: segments) { rehearsal in
      let imported = try await rehearsal.segplan("import", "config")
      #expect(imported.exitCode == 0, "\(imported.errors)")
      #expect(imported.output.hasPrefix("Imported 29 segments with"), "\(imported.output)")
      #expect(rehearsal.read("config/members/big.csv")?.hasPrefix("customer_id,shopper_profile_id\n1,00000000-") == true)
      #expect(rehearsal.read("config/edge.yaml")?.contains("- {customer: 200} # 00000000-") == true)
      #expect(rehearsal.read("config/members/over.profiles.csv") == nil)
      #expect(rehearsal.read("config/members/edge.csv") == nil)
      #expect(rehearsal.read("config/members/over.csv") != nil)
      let format = try await rehearsal.segplan("fmt", "--check", "--diff", "config")
      #expect(format.exitCode == 0, "\(format.output)\(format.errors)")
      let plan = try await rehearsal.segplan("config", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan.output)\(plan.errors)")
      #expect(plan.output.hasSuffix("0 segments unmanaged.\n"))

      let apply = try await rehearsal.segapply("config", "--auto-approve")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      let recorded = try await rehearsal.segplan("state", "list")
      #expect(recorded.output.contains("Big"), "\(recorded.output)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test(arguments: ["customer", "profile"])
  func `whatever names the members, the import is formatted and the next plan has nothing to do`(naming: String) async throws {
    let segments = ["Few": Array(1...5), "Many": Array(1...300), "None": []]
    try await withRehearsal(profiles: 300, segments: segments) { rehearsal in
      // The store lists members whom a look-up by number does not find.
      rehearsal.store.simulator.edit { store in for customer in [2, 299] { store.forgetCustomer(customer) } }
      let imported = try await rehearsal.segplan("import", "config", "--as", naming)
      #expect(imported.exitCode == 0, "\(imported.errors)")
      #expect(imported.output == "Imported 3 segments with 305 members into \"config\".\n")
      let isByNumber = naming == "customer"
      let profile = ShopperProfileID.numbered
      let few =
        isByNumber
        ? "      - \(profile(2))\n      - {customer: 1} # \(profile(1))\n" : "      - \(profile(1))\n      - \(profile(2))\n"
      #expect(rehearsal.read("config/few.yaml")?.contains("    members:\n" + few) == true)
      #expect(
        rehearsal.read("config/members/many.csv")?.hasPrefix("customer_id,shopper_profile_id\n1,\(profile(1))\n3,")
          == (isByNumber ? true : nil)
      )
      let others = rehearsal.read("config/members/many.profiles.csv")
      #expect(others == "shopper_profile_id\n" + (isByNumber ? [2, 299] : Array(1...300)).map { "\(profile($0))\n" }.joined())
      #expect(try await rehearsal.segplan("fmt", "--check", "config").exitCode == 0)
      let plan = try await rehearsal.segplan("config", "--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(plan.output)\(plan.errors)")
      #expect(rehearsal.store.log.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func `an import names its members in one of two ways`() async throws {
    try await withRehearsal(profiles: 1) { rehearsal in
      let wrong = try await rehearsal.segplan("import", "config", "--as", "email")
      #expect(wrong.exitCode == 64)
      #expect(wrong.errors.contains("customer") && wrong.errors.contains("profile"), "\(wrong.errors)")
    }
  }

  @Test func `a live name with an invisible character is shown, imported without it, and corrected by the next apply`()
    async throws
  {
    try await withRehearsal(profiles: 5, segments: ["VIP\u{200B}": [1], "Twin": [2], "Tw\u{AD}in": [3]]) { rehearsal in
      try rehearsal.write("version: 1\nsegments: [{name: VIP, members: []}]\n", to: "other/segments.yaml")
      let clash = try await rehearsal.segplan("other")
      #expect(clash.exitCode == 1)
      #expect(clash.errors.contains("another segment named \"VIP<U+200B>\""), "\(clash.errors)")

      let imported = try await rehearsal.segplan("import", "config")
      #expect(imported.exitCode == 0, "\(imported.errors)")
      #expect(imported.errors.contains("segment \"VIP<U+200B>\""), "\(imported.errors)")
      #expect(imported.errors.contains("\"Tw<U+00AD>in\"") && imported.errors.contains("is left out"), "\(imported.errors)")
      let plan = try await rehearsal.segplan("config", "--detailed-exitcode")
      #expect(plan.exitCode == 2)
      #expect(plan.output.contains("name: \"VIP<U+200B>\" → \"VIP\""), "\(plan.output)")
      // The rename of a segment that no apply has recorded is asked for.
      let apply = try await rehearsal.segapply("config", "--auto-approve", "--allow-takeover")
      #expect(apply.exitCode == 0, "\(apply.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "VIP") == .numbered([1]))
    }
  }

  @Test func `an import overwrites nothing, and leaves out declared segments`() async throws {
    try await withRehearsal(profiles: 10, segments: ["A": [1], "B": [2]]) { rehearsal in
      #expect(try await rehearsal.segplan("import", "--segment", "A").exitCode == 0)
      let again = try await rehearsal.segplan("import")
      #expect(again.exitCode == 0, "\(again.errors)")
      #expect(
        again.errors.contains("\"A\"") && again.errors.contains("declared at ./a.yaml:3:") || again.errors.contains("a.yaml:3:")
      )
      #expect(rehearsal.read("b.yaml") != nil)

      try rehearsal.write("not: ours\n", to: "other/a.yaml.txt")
      try rehearsal.write("", to: "other/b.yaml")
      let blocked = try await rehearsal.segplan("import", "other", "--segment", "A")
      #expect(blocked.exitCode == 1)
      #expect(rehearsal.read("other/a.yaml") == nil, "an import into a folder whose manifests are broken")
      try rehearsal.write("version: 1\nsegments: [{name: C, members: []}]\n", to: "third/a.yaml")
      let exists = try await rehearsal.segplan("import", "third")
      #expect(exists.exitCode == 1)
      #expect(exists.errors.contains("third/a.yaml already exists"), "\(exists.errors)")
      #expect(rehearsal.read("third/b.yaml") == nil)
      #expect(try await rehearsal.segplan("import", "third", "--force").exitCode == 0)
      #expect(rehearsal.read("third/a.yaml")?.contains("name: A") == true)

      let unknown = try await rehearsal.segplan("import", "fourth", "--segment", "Bb")
      #expect(unknown.exitCode == 1)
      #expect(unknown.errors.contains("the store has no segment named \"Bb\""), "\(unknown.errors)")
    }
  }

  @Test func `move renames the declaration and its references, and the plan updates the segment`() async throws {
    try await withRehearsal(profiles: 10, segments: [:]) { rehearsal in
      let text = """
        # Ours.
        version: 1
        segments:
          # The best.
          - name: VIP   # gold
            members: # all
              - \(ShopperProfileID.numbered(1))
          - {name: All, include: [VIP, "VIP"], members: []}

        """.replacing(", \"VIP\"", with: "")
      try rehearsal.write(text, to: "segments.yaml")
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let id = try #require(rehearsal.store.store.segment(named: "VIP")).id

      let moved = try await rehearsal.segplan("move", "VIP", "VIP: gold")
      #expect(moved.exitCode == 0, "\(moved.errors)")
      let expected = text.replacing("- name: VIP   # gold\n", with: "- name: \"VIP: gold\"   # gold\n    id: \(id)\n")
        .replacing("[VIP]", with: "[\"VIP: gold\"]")
      #expect(rehearsal.read("segments.yaml") == expected)

      let plan = try await rehearsal.segplan("--detailed-exitcode")
      #expect(plan.exitCode == 2)
      #expect(plan.output.contains("0 segments to create, 1 to update"), "\(plan.output)")
      #expect(plan.output.contains("name: \"VIP\" → \"VIP: gold\""), "\(plan.output)")
      #expect(try await rehearsal.segplan("drift").exitCode == 0)
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      #expect(rehearsal.store.store.segment(named: "VIP: gold")?.id == id)
      #expect(try await rehearsal.segplan("state", "list").output.contains("VIP: gold"))

      let back = try await rehearsal.segplan("move", "All", "Everybody")
      #expect(back.exitCode == 0, "\(back.errors)")
      #expect(rehearsal.read("segments.yaml")?.contains("{name: Everybody, id: ") == true)
      for arguments in [["move", "Nobody", "X"], ["move", "Everybody", "vip: GOLD"], ["move", "Everybody", " "]] {
        let before = rehearsal.read("segments.yaml")
        #expect(try await rehearsal.segplan(arguments).exitCode == 1, "\(arguments)")
        #expect(rehearsal.read("segments.yaml") == before)
      }
    }
  }

  @Test func `a move changes references in sets, and no segment gets the name of a set`() async throws {
    try await withRehearsal(profiles: 10, segments: [:]) { rehearsal in
      let text = """
        version: 1
        sets:
          - {name: Staff, include: [{segment: VIP, expires: 2999-01-01}], members: []}
        segments:
          - {name: VIP, members: []}
          - {name: All, members: [], exclude: [Staff]}

        """
      try rehearsal.write(text, to: "segments.yaml")
      #expect(try await rehearsal.segapply("--auto-approve").exitCode == 0)
      let rival = try await rehearsal.segplan("move", "VIP", "staff")
      #expect(rival.exitCode == 1 && rival.errors.contains("\"Staff\" is already declared"), "\(rival.errors)")
      let set = try await rehearsal.segplan("move", "Staff", "Team")
      #expect(set.exitCode == 1 && set.errors.contains("It is a set"), "\(set.errors)")
      #expect(rehearsal.read("segments.yaml") == text)
      #expect(try await rehearsal.segplan("move", "VIP", "Gold").exitCode == 0)
      #expect(rehearsal.read("segments.yaml")?.contains("include: [{segment: Gold, expires: 2999-01-01}]") == true)
    }
  }
}
