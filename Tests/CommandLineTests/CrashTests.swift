import FoundationEssentials
import SegmentModel
import StateStorage
import StoreSimulator
import TestSupport
import Testing

/// `kill -9` at any moment: the next run converges.
@Suite(.serialized)
struct CrashTests {
  private static let live = ["Exact": Array(1...1_000), "Shared": Array(3_000...3_099)]
  private static let declared = Array(501...1_700)
  private static let ours = Array(2_000...2_299)

  private static func declare(_ rehearsal: Rehearsal) throws {
    // 500 leave and 700 come to one segment, 300 come to another that others use too, 500 to a new one: 2,000 changes.
    try rehearsal.declare(["Exact": declared, "New": Array(1...500)])
    let shared = ours.map { "      - \(ShopperProfileID.numbered($0))\n" }.joined()
    try rehearsal.write(
      "version: 1\nsegments:\n  - name: Shared\n    mode: additive\n    guardrails: {max_additions: 300%}\n    members:\n\(shared)",
      to: "shared.yaml"
    )
  }

  private static func recorded(_ rehearsal: Rehearsal) throws -> [String: MemberSet] {
    let bytes = try #require(FileManager.default.contents(atPath: "\(rehearsal.folder)/segplan.state.json"))
    let document = try StateCodec.decode(Array(bytes), location: "segplan.state.json")
    return Dictionary(uniqueKeysWithValues: document.segments.map { ($0.name, $0.members) })
  }

  @Test(arguments: SeededRandom.seeds(40))
  func `after SIGKILL at a random moment, one more run converges, the state is valid and the lock is free`(seed: UInt64)
    async throws
  {
    try await withRehearsal(profiles: 4_000, segments: Self.live) { rehearsal in
      try Self.declare(rehearsal)
      var random = SeededRandom(seed: seed)
      // An apply sends some sixty requests: lists, a creation, 40 batches, lists again.
      let moment = Int.random(in: 0...60, using: &random)
      let killed = try await rehearsal.segapply("--auto-approve") { running in
        // A run that is through before the moment comes is not killed.
        let isOver = { FileManager.default.fileExists(atPath: "\(rehearsal.folder)/segplan.state.json") }
        try await eventually("request \(moment), seed \(seed)") { rehearsal.store.log.count >= moment || isOver() }
        try running.kill()
      }
      let before = rehearsal.store.log.count
      #expect(before >= min(moment, 1) || killed.exitCode == nil)
      // No member was touched that the plan does not list.
      let live = MemberSet.numbered(Self.live["Exact"] ?? [])
      let middle = rehearsal.store.members(ofSegmentNamed: "Exact")
      #expect(live.intersection(.numbered(Self.declared)).subtracting(middle).isEmpty, "\(random)")
      #expect(middle.subtracting(live.union(.numbered(Self.declared))).isEmpty, "\(random)")

      let next = try await rehearsal.segapply("--auto-approve", "--lock-timeout", "0")
      #expect(next.exitCode == 0, "\(random), moment \(moment): \(next.errors)")
      #expect(rehearsal.store.members(ofSegmentNamed: "Exact") == .numbered(Self.declared), "\(random)")
      #expect(rehearsal.store.members(ofSegmentNamed: "New") == .numbered(1...500), "\(random)")
      let shared = MemberSet.numbered(Self.live["Shared"] ?? [])
      #expect(rehearsal.store.members(ofSegmentNamed: "Shared") == shared.union(.numbered(Self.ours)), "\(random)")

      // What this tool added to the shared segment is remembered, whichever of the two runs added it, and the others are not ours.
      let recorded = try Self.recorded(rehearsal)
      #expect(recorded["Exact"] == .numbered(Self.declared), "\(random)")
      #expect(recorded["Shared"] == .numbered(Self.ours), "\(random), moment \(moment): \(next.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: rehearsal.folder)
      #expect(!files.contains { $0.hasSuffix(".journal") }, "\(random)")

      let plan = try await rehearsal.segplan("--detailed-exitcode")
      #expect(plan.exitCode == 0, "\(random): \(plan.output)")
      #expect(rehearsal.store.log.allSatisfy { !$0.isUnboundedDelete && $0.ids.count <= 50 && $0.inFlight <= 10 })
    }
  }
}
