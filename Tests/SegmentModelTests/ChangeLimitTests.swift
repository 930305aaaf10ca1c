import SegmentModel
import Testing

@Suite("Change limits")
struct ChangeLimitTests {
  @Test(arguments: [
    ("0%", ChangeLimit.percent(0)), ("25%", .percent(25)), ("100%", .percent(100)), ("0", .count(0)), ("1200", .count(1200)),
    ("9223372036854775807", .count(.max)),
  ])
  func `Shares and counts are read and printed in the same form`(text: String, limit: ChangeLimit) {
    #expect(ChangeLimit(text) == limit)
    #expect(ChangeLimit(limit.description) == limit)
  }

  @Test(arguments: [
    "", "%", "101%", "-1", "-1%", "+5", "+5%", "2.5%", " 5", "5 ", "5 %", "25%%", "٣", "٣%", "0x10", "1e3", "1_000", "many",
    "9223372036854775808", "99999999999999999999%",
  ])
  func `Other texts are refused as limits`(text: String) {
    #expect(ChangeLimit(text) == nil)
  }

  @Test(arguments: [
    (ChangeLimit.percent(25), 25, 100, true), (.percent(25), 26, 100, false), (.percent(25), 2, 11, true),
    (.percent(25), 3, 11, false), (.percent(0), 0, 10, true), (.percent(0), 1, 10, false), (.percent(100), 10, 10, true),
    (.percent(33), 1, 3, false), (.percent(34), 1, 3, true), (.count(5), 5, 1000, true), (.count(5), 6, 1000, false),
    (.count(0), 0, 0, true), (.percent(25), 0, 0, true), (.percent(99), .max, .max, false), (.percent(100), .max, .max, true),
  ])
  func `A limit allows its number of changes and not one more`(limit: ChangeLimit, removals: Int, live: Int, allowed: Bool) {
    #expect(limit.allows(removals, of: live) == allowed)
  }

  @Test func `By default, a quarter of the members may be removed, and as many added as there are`() {
    #expect(ChangeLimit.standardRemovals == .percent(25))
    #expect(ChangeLimit.standardAdditions == .percent(100))
  }

  @Test func `The limit for additions may be more than the live members`() {
    #expect(ChangeLimit("300%", maximumPercent: ChangeLimit.maximumAdditionPercent) == .percent(300))
    #expect(ChangeLimit("1000001%", maximumPercent: ChangeLimit.maximumAdditionPercent) == nil)
    #expect(ChangeLimit.percent(300).allows(900, of: 300))
    #expect(!ChangeLimit.percent(300).allows(901, of: 300))
  }

  @Test func `Modes and presences are spelled as in manifests`() {
    #expect(MembershipMode.allCases.map(\.rawValue) == ["authoritative", "additive"])
    #expect(SegmentPresence.allCases.map(\.rawValue) == ["present", "absent"])
  }
}
