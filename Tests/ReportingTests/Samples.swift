import Diagnostics
import Planning
import SegmentModel
import TestSupport
import Testing

/// Short ways to values that reports show.
enum Sample {
  static let header = PlanHeader(
    toolVersion: "1.2.3",
    createdAt: "2026-04-01T08:00:00Z",
    validUntil: "2026-04-08T08:00:00Z",
    store: "abc123",
    configurationDigest: "declared:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    state: StateReference(lineage: "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a", serial: 4)
  )

  static func plan(_ segments: [SegmentPlan], unmanaged: Int = 0) -> Plan {
    Plan(header: header, segments: segments, unmanagedCount: unmanaged)
  }

  static func planned(
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
    var plan = SegmentPlan(
      name: try SegmentName(name),
      change: change,
      mode: mode,
      add: add,
      remove: remove,
      live: LiveFingerprint(of: live),
      desiredCount: live.subtracting(remove).union(add).count,
      limits: SegmentLimits(DeclaredLimits(), allowsEmpty: false)
    )
    plan.drift = drift
    return plan
  }

  /// An update of the segment with this number.
  static func update(_ id: Int, name: (String, String)? = nil, description: (String, String)? = nil) -> SegmentChange {
    SegmentUpdate(
      name: name.map { .init(from: $0.0, to: $0.1) },
      description: description.map { .init(from: $0.0, to: $0.1) }
    ).map { .update(.numbered(id), $0) } ?? .keep(.numbered(id))
  }

  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  /// A stretch of one line.
  static func range(_ line: Int, _ columns: Range<Int>, file: String = "shop/vip.yaml") -> SourceRange {
    SourceRange(
      file: file,
      start: SourcePosition(line: line, column: columns.lowerBound),
      end: SourcePosition(line: line, column: columns.upperBound)
    )
  }

  /// The escape character as a picture, so that a golden file can be read.
  static func readable(_ text: String) -> String { text.replacing("\u{1B}", with: "␛") }
}
