import Diagnostics
import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("How long a plan is valid")
struct PlanValidityTests {
  private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  private static func header(created: String, until: String?) -> PlanHeader {
    PlanHeader(toolVersion: "1", createdAt: created, validUntil: until, store: "s", configurationDigest: "d", state: nil)
  }

  @Test func `A plan ends at the next date in it, or when its lifetime is over`() throws {
    let created = try Self.time("2026-04-01T08:00:00Z")
    #expect(PlanValidity.end(created: created, lifetime: .seconds(86_400), nextDate: nil).text == "2026-04-02T08:00:00Z")
    let end = PlanValidity.end(created: created, lifetime: PlanValidity.standardLifetime, nextDate: CalendarDay("2026-04-03"))
    #expect(end.text == "2026-04-03T00:00:00Z")
    let late = PlanValidity.end(created: created, lifetime: PlanValidity.standardLifetime, nextDate: CalendarDay("2026-05-01"))
    #expect(late.text == "2026-04-08T08:00:00Z")
  }

  @Test(arguments: [
    // Clocks may differ by five minutes.
    ("2026-04-01T08:00:00Z", "2026-04-03T00:00:00Z", "2026-04-01T07:55:00Z", true),
    ("2026-04-01T08:00:00Z", "2026-04-03T00:00:00Z", "2026-04-01T07:54:59Z", false),
    ("2026-04-01T08:00:00Z", "2026-04-03T00:00:00Z", "2026-04-02T23:59:59Z", true),
    ("2026-04-01T08:00:00Z", "2026-04-03T00:00:00Z", "2026-04-03T00:00:00Z", false),
    // However long the file says that it is valid.
    ("2026-04-01T08:00:00Z", "2999-01-01T00:00:00Z", "2026-04-08T08:00:00Z", true),
    ("2026-04-01T08:00:00Z", "2999-01-01T00:00:00Z", "2026-04-08T08:00:01Z", false),
    // Without an end: until the end of the day.
    ("2026-04-01T08:00:00Z", nil, "2026-04-01T23:59:59Z", true),
    ("2026-04-01T08:00:00Z", nil, "2026-04-02T00:00:00Z", false),
    ("yesterday", "2999-01-01T00:00:00Z", "2026-04-01T08:00:00Z", false),
  ])
  func `A plan is valid from when it is made until its end`(created: String, until: String?, now: String, isValid: Bool) throws {
    let header = Self.header(created: created, until: until)
    let problem = PlanValidity.problem(of: header, at: try Self.time(now), lifetime: PlanValidity.standardLifetime)
    #expect((problem == nil) == isValid, "\(String(describing: problem))")
    #expect(problem?.detail?.contains("lan again") != false)
  }
}
