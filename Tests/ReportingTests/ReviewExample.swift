import Diagnostics
import Planning
import SegmentModel
import TestSupport

/// Reviews that the tests of every report share.
enum ReviewExample {
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
      try Sample.planned("Beta *testers*", .create(description: "May see new things"), add: 1...3),
      try Sample.planned(
        "VIP | @team",
        update.map { .update(.numbered(2), $0) } ?? .keep(.numbered(2)),
        add: 21...22,
        remove: 1...30,
        live: 1...40,
        drift: .changed(added: 3, removed: 1, renamedFrom: "VIP | @team")
      ),
      try Sample.planned("Staff", .keep(.numbered(3)), mode: .additive, add: [9], live: 7...8),
      try Sample.planned("Summer 2024", .delete(.numbered(4)), live: 1...1040),
      try Sample.planned("Winter 2023", .stayAbsent, drift: .vanished),
      try Sample.planned("Regulars", .keep(.numbered(5)), live: 1...2),
    ]
    let plan = Sample.plan(segments, unmanaged: 7)
    return Review(
      plan: plan,
      findings: Guardrails.findings(in: plan, overrides: .none),
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
    Review(plan: Sample.plan([try Sample.planned("Regulars", .keep(.numbered(5)), live: 1...2)]), findings: [])
  }
}
