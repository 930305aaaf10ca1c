import Diagnostics
import Planning
import Reporting
import SegmentModel
import TestSupport
import Testing

struct ApplyReportTests {
  static func header() -> ApplyReport.Header {
    ApplyReport.Header(
      toolVersion: "1.2.3",
      run: "0b8f6d0e-0000-4000-8000-00000000000a",
      who: "ada@shop, pull request 7, https://ci.example/jobs/1",
      startedAt: "2026-04-01T08:00:00Z",
      finishedAt: "2026-04-01T08:00:09Z",
      store: "abc123"
    )
  }

  /// Members that were added, refused, left open by the store, and not tried; a customer without a profile; a segment that is gone.
  static func everything() throws -> ApplyReport {
    var vip = try Sample.planned(
      "=VIP, \"gold\"",
      Sample.update(1, name: ("VIP", "=VIP, \"gold\"")),
      add: 1...4,
      remove: 9...10,
      live: 9...12
    )
    let customer = try #require(CustomerID(27))
    vip.notes.additions.set(customer, at: 1)
    vip.notes.additions.set(DeclarationPlace(file: "lists/crm.csv", line: 7), at: 1)
    let refused = Diagnostic(
      .error,
      code: "member-refused",
      summary: "customer 27 (profile \(ShopperProfileID.numbered(2))) was not added to segment \"VIP\": the store answered 422",
      range: Sample.range(7, 1..<3, file: "lists/crm.csv")
    )
    var done = SegmentOutcome(name: vip.name, id: .numbered(1))
    done.updated = true
    done.added = .numbered([1, 3])
    done.removed = .numbered([9])
    done.unconfirmed = .numbered([10])
    done.failures = [
      ApplyFailure(problem: refused, members: .numbered([2])),
      ApplyFailure(
        problem: Diagnostic(.error, code: "timeout", summary: "1 member was not removed: no answer"),
        members: .numbered([10])
      ),
      ApplyFailure(problem: Diagnostic(.error, code: "interrupted", summary: "the run stopped before"), members: .numbered([4])),
    ]
    done.verification = .differs(missing: .numbered([3]), lingering: .empty)
    let people = SegmentPlan(
      name: try SegmentName("People"),
      change: .keep(.numbered(2)),
      mode: .authoritative,
      add: .empty,
      newProfiles: [customer],
      remove: .empty,
      live: LiveFingerprint(of: .empty),
      desiredCount: 1,
      limits: SegmentLimits(DeclaredLimits(), allowsEmpty: false)
    )
    let old = try Sample.planned("Old", .delete(.numbered(3)), live: 1...1040)
    var deleted = SegmentOutcome(name: old.name, id: .numbered(3))
    deleted.deleted = true
    let plan = Sample.plan([vip, people, old])
    let profile = Diagnostic(.error, code: "profile-not-created", summary: "no shopper profile was created for customer 27")
    let outcome = ApplyOutcome(segments: [done, SegmentOutcome(name: people.name, id: .numbered(2)), deleted])
      .adding(profile, of: [customer], plan)
    var report = ApplyReport(header(), .incomplete)
    report.plan = plan
    report.planID = PlanID(sha256: [UInt8](repeating: 0xAB, count: 32))
    report.outcome = outcome
    report.problems = OutcomeReport.problems(of: outcome)
    return report
  }

  @Test func `the CSV report has one row for every change`() throws {
    try GoldenFile.expect(ApplyCSV.text(Self.everything()), is: "apply.csv")
  }

  @Test func `the JSON report has everything that was not done`() throws {
    try GoldenFile.expect(ApplyJSON.text(Self.everything()), is: "apply.json")
  }

  @Test func `the Markdown report is a comment`() throws {
    try GoldenFile.expect(MarkdownReport().text(Self.everything()), is: "apply.md")
    let short = MarkdownReport(limit: 1_100).text(try Self.everything())
    #expect(short.utf8.count <= 1_100)
    #expect(RenderedPage(short).problems.isEmpty)
  }

  @Test func `the JUnit report has a test for each segment`() throws {
    try GoldenFile.expect(JUnitReport.text(Self.everything()), is: "apply.xml")
  }

  @Test func `the HTML report has the result of every change`() throws {
    try GoldenFile.expect(HTMLReportTests.withoutAssets(HTMLReport().text(Self.everything())), is: "apply.html")
  }

  @Test func `the message has names and counts, but no ids`() throws {
    let message = ChatMessage(try Self.everything())
    try GoldenFile.expect(message.slack() + message.teams() + message.generic(), is: "messages.json")
    for text in [message.slack(), message.teams(), message.generic()] {
      #expect(!text.contains("0000-4000-8000") && !text.contains("customer 27"), "\(text)")
    }
    // The one spelling that Teams reads.
    #expect(message.teams().contains("\"contentType\""))
  }

  @Test func `every report of a run that ended before its first change says so`() throws {
    let problem = Diagnostic(.error, code: "state-locked", summary: "the state is locked by ada@shop")
    var report = ApplyReport(Self.header(), .failed)
    report.problems = [problem]
    #expect(ApplyCSV.text(report) == "segment,customer,profile,action,result,reason,place\n")
    for text in [
      MarkdownReport().text(report), ApplyJSON.text(report), JUnitReport.text(report), HTMLReport().text(report),
      ChatMessage(report).slack(),
    ] {
      #expect(text.contains("the state is locked by "), "\(text)")
    }
  }

  @Test func `redaction removes ids and customer numbers from every report`() throws {
    let redaction = MemberRedaction(salt: [1])
    let report = redaction.apply(try Self.everything())
    let texts = [
      ApplyCSV.text(report, redaction: redaction), MarkdownReport().text(report), ApplyJSON.text(report, redaction: redaction),
      JUnitReport.text(report), HTMLReport(redaction: redaction).text(report),
    ]
    for text in texts.map(redaction.text) {
      #expect(!text.contains("0000-4000-8000") && !text.contains("customer 27") && !text.contains("27,"), "\(text)")
    }
  }

  @Test func `a formula sign with a combining mark is quoted like the sign alone`() throws {
    let names = ["\"\u{301}A", "B,\u{301}=1", "=\u{338}HYPERLINK(1)", "-1", "@x", "plain"]
    let segments = try names.map { try Sample.planned($0, .create(description: ""), add: 1...1) }
    let outcome = ApplyOutcome(
      segments: segments.map { segment in
        var outcome = SegmentOutcome(name: segment.name, id: .numbered(1))
        outcome.created = true
        outcome.added = .numbered(1...1)
        return outcome
      }
    )
    var report = ApplyReport(Self.header(), .complete)
    report.plan = Sample.plan(segments)
    report.outcome = outcome
    try GoldenFile.expect(ApplyCSV.text(report), is: "marks.csv")
  }
}
