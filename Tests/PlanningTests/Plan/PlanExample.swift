import Diagnostics
import SegmentModel
import TestSupport

@testable import Planning

/// A plan with every kind of change, member and drift.
enum PlanExample {
  /// The plan with a warning about a line with an email, and one without a place.
  static func warned(_ plan: Plan) -> Plan {
    let range = SourceRange(
      file: "vip.yaml",
      start: SourcePosition(line: 7, column: 9),
      end: SourcePosition(line: 7, column: 24)
    )
    return plan.warning(of: [
      Diagnostic(
        .warning,
        code: "member-kept",
        summary: "segment \"VIP\" keeps a member",
        detail: "Two\nlines.",
        range: range,
        sourceLine: "      - email: ada@example.com"
      ), Diagnostic(.warning, code: "apply-running", summary: "an apply is running"),
    ])
  }

  static func everything() throws -> Plan {
    Sample.plan(
      [
        try Sample.planned("Beta testers", .create(description: "May see \"new\" things"), add: 1...3),
        try Sample.planned(
          "VIP",
          SegmentUpdate(name: .init(from: "Vips", to: "VIP"), description: .init(from: "", to: "Spend above 5k")).map {
            .update(.numbered(2), $0)
          },
          add: 21...22,
          remove: 1...2,
          live: 1...12,
          drift: .changed(added: 3, removed: 1, renamedFrom: "VIP")
        ),
        try Sample.planned(
          "Staff",
          .keep(.numbered(3)),
          mode: .additive,
          remove: [7],
          live: 7...9,
          limits: SegmentLimits(maximumRemovals: .count(1200), allowsEmpty: true)
        ),
        try Sample.planned("Summer 2024", .delete(.numbered(4)), live: 1...40),
        try Sample.planned("Winter 2023", .stayAbsent, drift: .vanished),
        try Sample.planned("Regulars", .keep(.numbered(5)), live: 1...2),
      ],
      unmanaged: 7
    )
  }
}
