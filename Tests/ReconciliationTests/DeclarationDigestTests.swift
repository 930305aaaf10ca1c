import FoundationEssentials
import Manifests
import SegmentModel
import TestSupport
import Testing

@testable import Reconciliation

/// The digest of what manifests declare.
struct DeclarationDigestTests {
  private static func digest(
    _ manifest: String,
    files: [String: String] = [:],
    variables: [String: String] = [:],
    day: Int = 20_000,
    name: String = "a.yaml"
  ) throws -> String {
    try withTemporaryFolder { folder in
      for (path, text) in files.merging([name: "version: 1\n\(manifest)\n"], uniquingKeysWith: { first, _ in first }) {
        let url = URL(filePath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      let options = LoadingOptions(day: CalendarDay(daysSinceEpoch: day), variables: variables)
      return try LoadedConfiguration(paths: [folder], options).digest
    }
  }

  private static func id(_ number: Int) -> String { ShopperProfileID.numbered(number).description }

  @Test func `comments, order, spelling, repetition, files and the day do not matter`() throws {
    let declared = """
      segments:
        - name: A
          members: [\(Self.id(1)), \(Self.id(2)), {customer: 7}, {email: ann@example.com, expires: 2031-01-01}]
          include: [B]
        - {name: B, members: [\(Self.id(3))]}
      """
    let spelled = """
      # The same, in other words.
      segments:
        - name: B
          guardrails: {max_removals: 25%}
          members: [\(Self.id(3).uppercased())]
          mode: authoritative
        - include: [{segment: B}]
          name: "A"
          members_from: [{file: list.txt}]
          members:
            - {email: Ann@Example.com, expires: 2031-01-01}
            - customer: 7
            - \(Self.id(2))
      """
    let digest = try Self.digest(declared)
    #expect(try Self.digest(spelled, files: ["list.txt": Self.id(2) + "\n" + Self.id(1) + "\n"], name: "other.yaml") == digest)
    #expect(try Self.digest(declared, day: 30_000) == digest)
  }

  @Test func `every change of a declaration changes the digest`() throws {
    let a = "name: A, members: [\(Self.id(1)), \(Self.id(2))]"
    let dated = "name: A, members: [\(Self.id(1)), {profile: \(Self.id(2)), "
    let segments = [
      [a], ["name: A, members: [\(Self.id(1))]"], ["name: B, members: [\(Self.id(1)), \(Self.id(2))]"],
      [a, "name: B, members: []"],
      [dated + "expires: 2031-01-01}]"], [dated + "expires: 2031-01-02}]"], [dated + "starts: 2031-01-01}]"],
      [a + ", allow_empty: true, expires: 2031-01-01"], [a + ", id: \(Self.id(9))"], [a + ", description: ''"],
      [a + ", description: x"],
      [a + ", mode: additive"], [a + ", ensure: absent"], [a + ", allow_empty: true"], [a + ", on_unknown: warn"],
      [a + ", guardrails: {max_removals: 2}"], [a + ", guardrails: {max_additions: 2}"], [a + ", guardrails: {max_members: 2}"],
      [a + ", exclude: [{customer: 1}]"], [a + ", exclude: [{customer: 2}]"], [a + ", exclude: [{live: C}]"],
      [a + ", include: [{live: C}]"], [a + ", include: [{live: C, expires: 2031-01-01}]"],
      ["name: A, members: [{customer: 1}]"], ["name: A, members: [{email: a@example.com}]"],
      ["name: A, members: [{email: b@example.com}]"],
    ]
    var digests = try segments.map { try Self.digest("segments:\n" + $0.map { "  - {\($0)}" }.joined(separator: "\n")) }
    for set in ["[\(Self.id(1))]", "[\(Self.id(2))]", "[\(Self.id(1)), \(Self.id(2))]"] {
      digests.append(try Self.digest("sets: [{name: S, members: \(set)}]\nsegments: [{name: A, include: [S]}]"))
    }
    for rows in [[5], [5, 6], [6]] {
      let list = "\n" + rows.map { Self.id($0) + "\n" }.joined()
      digests.append(try Self.digest("segments: [{name: A, members_from: [{file: l.txt}]}]", files: ["l.txt": list]))
    }
    #expect(Set(digests).count == digests.count)
  }

  @Test func `variables count with their values`() throws {
    let manifest = "vars: {REGION: eu}\nsegments: [{name: 'VIP ${REGION}', members: [\(Self.id(1))]}]"
    let digest = try Self.digest(manifest)
    #expect(try Self.digest(manifest, variables: ["REGION": "eu"]) == digest)
    #expect(try Self.digest(manifest, variables: ["REGION": "us"]) != digest)
    #expect(try Self.digest("segments: [{name: VIP eu, members: [\(Self.id(1))]}]") == digest)
  }
}
