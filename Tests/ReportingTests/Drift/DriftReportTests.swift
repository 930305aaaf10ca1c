import Reporting
import SegmentModel
import TestSupport
import Testing

@testable import Planning

struct DriftReportTests {
  static func header(hasState: Bool = true) -> DriftReport.Header {
    DriftReport.Header(
      toolVersion: "1.2.3",
      checkedAt: "2026-04-01T08:00:00Z",
      store: "abc123",
      state: hasState ? Sample.header.state : nil
    )
  }

  /// Every kind of drift.
  static func everything(hasState: Bool = true) throws -> DriftReport {
    func live(_ id: Int, _ name: String) -> LiveSegment { LiveSegment(id: .numbered(id), name: name, description: "") }
    func recorded(_ id: Int, _ name: String, _ members: some Sequence<Int>, _ mode: MembershipMode) -> RecordedSegment {
      RecordedSegment(id: .numbered(id), name: name, mode: mode, members: .numbered(members))
    }
    let subjects = DriftSubjects(
      desired: [
        DesiredSegment(name: try SegmentName("VIP \"gold\" | <b>"), members: .numbered([1, 2, 3, 40])),
        DesiredSegment(name: try SegmentName("Same"), members: .numbered([1])),
        DesiredSegment(name: try SegmentName("Helpers"), mode: .additive, members: .numbered([1, 2])),
        DesiredSegment(name: try SegmentName("Deleted"), members: .numbered([1])),
        DesiredSegment(name: try SegmentName("Appeared"), members: .numbered([1])),
        DesiredSegment(name: try SegmentName("To come"), members: .numbered([1])),
        DesiredSegment(name: try SegmentName("Renamed"), members: .numbered([1])),
      ],
      recorded: hasState
        ? [
          recorded(1, "VIP \"gold\" | <b>", [1, 2, 4], .authoritative), recorded(2, "Same", [1], .authoritative),
          recorded(3, "Helpers", [1, 2], .additive), recorded(4, "Deleted", [1], .authoritative),
          recorded(6, "Renamed", [1], .authoritative), recorded(7, "Forgotten", [1], .authoritative),
        ] : [],
      live: [
        live(1, "VIP \"gold\" | <b>"), live(2, "Same"), live(3, "Helpers"), live(5, "Appeared"), live(6, "Meddled"),
        live(7, "Forgotten"), live(8, "Nobody's"),
      ]
    )
    return try DriftDetection.report(
      subjects,
      memberships: [
        .numbered(1): .numbered([1, 3] + Array(100...140)), .numbered(2): .numbered([1]), .numbered(3): .numbered([1, 9]),
        .numbered(5): .numbered([7]), .numbered(6): .numbered([1]), .numbered(7): .numbered([1, 2]),
      ],
      header: header(hasState: hasState)
    )
  }

  @Test func `the text report of drift matches the golden file`() throws {
    try GoldenFile.expect(DriftText(style: .plain).text(Self.everything()), is: "drift.txt")
    try GoldenFile.expect(DriftText(style: .plain).text(Self.everything(hasState: false)), is: "drift-without-state.txt")
  }

  @Test func `the JSON report of drift matches the golden file`() throws {
    try GoldenFile.expect(DriftJSON.text(Self.everything()), is: "drift.json")
    try GoldenFile.expect(DriftJSON.text(Self.everything(hasState: false)), is: "drift-without-state.json")
  }

  @Test func `the Markdown report of drift is cut to the limit`() throws {
    try GoldenFile.expect(MarkdownReport().text(Self.everything()), is: "drift.md")
    let short = MarkdownReport(limit: 1_500).text(try Self.everything())
    #expect(short.utf8.count <= 1_500)
    #expect(short.contains("not shown here"))
    #expect(RenderedPage(short).problems.isEmpty)
  }

  @Test func `the metrics of drift match the golden file`() throws {
    var status = DriftMetrics.Status(store: "abc123", version: "1.2.3")
    status.report = try Self.everything()
    status.lastCheck = 1_775_030_400.25
    status.duration = 1.5
    status.expiring = ["Helpers": 2]
    (status.requests, status.quota) = (12, (limit: 450, left: 438))
    status.lockedSince = 1_775_030_300
    status.succeeded = true
    try GoldenFile.expect(DriftMetrics.text(status), is: "drift.prom")
    var failed = DriftMetrics.Status(store: "abc123", version: "1.2.3")
    failed.lastCheck = 1_775_030_400
    failed.duration = 0.0625
    try GoldenFile.expect(DriftMetrics.text(failed), is: "failed.prom")
  }

  @Test func `messages have names and counts, and no ids`() throws {
    let report = try Self.everything()
    try GoldenFile.expect(ChatMessage(report).slack(), is: "slack.json")
    try GoldenFile.expect(ChatMessage(report).generic(), is: "notification.json")
    for text in [ChatMessage(report).slack(), ChatMessage(report).generic()] {
      #expect(!text.contains("0000-4000-8000"))
    }
  }

  @Test func `the end of drift and failing checks have messages of their own`() {
    let ended = ChatMessage(.driftEnded, store: "abc123").slack()
    #expect(ended.contains("segplan, store abc123: The drift has ended: the store matches the state again."))
    let failing = ChatMessage(.checksFailing, store: "abc123", problem: "the store cannot be reached: refused")
    #expect(failing.slack().contains("Last problem: the store cannot be reached: refused"))
    #expect(failing.generic().contains("\"event\":\"checks_failing\""))
  }

  @Test func `messages about 1,000 drifted segments stay within the limits of Slack and Teams`() throws {
    let name = String(repeating: "é", count: 500)
    let records = (1...1000).map { number in
      RecordedSegment(id: .numbered(number), name: "\(number) \(name)", mode: .authoritative, members: .numbered([1]))
    }
    let subjects = DriftSubjects(desired: [], recorded: records, live: [])
    let report = try DriftDetection.report(subjects, memberships: [:], header: Self.header())
    // Slack cuts a text at 40,000 characters, and a message for Teams has at most 28 KB.
    #expect(ChatMessage(report).slack().count <= 40_000)
    #expect(ChatMessage(report).teams().utf8.count <= 28_000)
  }

  @Test func `a store without drift is reported in one line`() throws {
    let report = DriftReport(header: Self.header(), segments: [], unmanaged: ["X"])
    #expect(DriftText(style: .plain).text(report) == "No drift. 0 segments checked, 1 unmanaged.\n")
  }
}
