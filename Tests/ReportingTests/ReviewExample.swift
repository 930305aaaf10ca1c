import Diagnostics
import Planning
import SegmentModel
import TestSupport

/// Reviews that the tests of every report share.
enum ReviewExample {
  static let header = PlanHeader(
    toolVersion: "1.2.3",
    createdAt: "2026-04-01T08:00:00Z",
    store: "abc123",
    configurationDigest: "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    state: StateReference(lineage: "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a", serial: 4)
  )

  /// A segment of a plan; counts and fingerprints follow from the numbers of its members.
  static func segment(
    _ name: String,
    _ change: SegmentChange,
    mode: MembershipMode = .authoritative,
    add: some Sequence<Int> = 0..<0,
    remove: some Sequence<Int> = 0..<0,
    live: some Sequence<Int> = 0..<0,
    drift: SegmentDrift? = nil
  ) throws -> SegmentPlan {
    let live = MemberSet.numbered(live)
    let (add, remove) = (MemberSet.numbered(add), MemberSet.numbered(remove))
    return SegmentPlan(
      name: try SegmentName(name),
      change: change,
      mode: mode,
      add: add,
      remove: remove,
      live: LiveFingerprint(of: live),
      desiredCount: live.subtracting(remove).union(add).count,
      limits: SegmentLimits(maximumRemovals: .standard, allowsEmpty: false),
      drift: drift
    )
  }

  static func plan(_ segments: [SegmentPlan], unmanaged: Int = 0) -> Plan {
    Plan(header: header, segments: segments, unmanagedCount: unmanaged)
  }

  static func place(line: Int, column: Int = 11, length: Int = 3, file: String = "segments/vip, etc.yaml") -> SourceRange {
    SourceRange(
      file: file,
      start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: line, column: column + length)
    )
  }

  /// Every kind of change, drift, a warning with a place, and guardrails that stop and that ask.
  static func everything() throws -> Review {
    let update = SegmentUpdate(name: .init(from: "Vips", to: "VIP | @team"), description: .init(from: "", to: "<b>5k</b>"))
    let segments = [
      try segment("Beta *testers*", .create(description: "May see new things"), add: 1...3),
      try segment(
        "VIP | @team",
        update.map { .update(.numbered(2), $0) } ?? .keep(.numbered(2)),
        add: 21...22,
        remove: 1...30,
        live: 1...40,
        drift: .changed(added: 3, removed: 1, renamedFrom: "VIP | @team")
      ),
      try segment("Staff", .keep(.numbered(3)), mode: .additive, add: [9], live: 7...8),
      try segment("Summer 2024", .delete(.numbered(4)), live: 1...1040),
      try segment("Winter 2023", .stayAbsent, drift: .vanished),
      try segment("Regulars", .keep(.numbered(5)), live: 1...2),
    ]
    let plan = plan(segments, unmanaged: 7)
    return Review(
      plan: plan,
      findings: Guardrails.findings(in: plan, overrides: GuardrailOverrides()),
      warnings: [
        Diagnostic(
          .warning,
          code: "duplicate-member",
          summary: "\(ShopperProfileID.numbered(1)) is listed twice",
          detail: "It is listed first in line 4. It counts once.",
          range: place(line: 9, column: 9, length: 36),
          sourceLine: "      - \(ShopperProfileID.numbered(1))"
        )
      ],
      places: [try SegmentName("VIP | @team"): place(line: 12), try SegmentName("Summer 2024"): place(line: 20, length: 11)]
    )
  }

  /// A run that could not plan.
  static func failed() -> Review {
    Review(failure: [
      Diagnostic(
        .error,
        code: "unknown-key",
        summary: "unknown key \"memebers\" in 100% of\nsegments",
        detail: "A segment takes: name, members.\n\n    segplan validate",
        range: place(line: 3, column: 5, length: 8, file: "./a b.yaml"),
        sourceLine: "    memebers:",
        suggestion: "members"
      ),
      Diagnostic(.error, code: "token-missing", summary: "neither A nor B is set"),
    ])
  }

  /// Nothing to do.
  static func unchanged() throws -> Review {
    Review(plan: plan([try segment("Regulars", .keep(.numbered(5)), live: 1...2)]), findings: [])
  }
}
