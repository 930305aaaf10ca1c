import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Plan ids")
struct PlanIDTests {
  private static func id(_ segments: SegmentPlan...) -> PlanID { Sample.plan(segments).id }

  @Test func `An id is p- and 64 hexadecimal digits, and reads back`() throws {
    let id = try PlanExample.everything().id
    #expect(id.description.hasPrefix("p-"))
    #expect(id.description.utf8.count == 66)
    #expect(PlanID(id.description) == id)
    #expect(PlanID(String(id.description.dropLast())) == nil)
    #expect(PlanID(id.description.uppercased()) == nil)
  }

  @Test func `Equal actions have equal ids, whatever the display fields, limits and dates are`() throws {
    let plain = try Sample.planned("A", add: 1...3, remove: [9], live: 5...9)
    let other = try Sample.planned(
      "A",
      add: 1...3,
      remove: [9],
      live: 5...9,
      limits: SegmentLimits(maximumRemovals: .percent(90), allowsEmpty: true),
      drift: .vanished
    )
    let unchanged = try Sample.planned("B", .keep(.numbered(2)), live: 1...2)
    #expect(Self.id(plain) == Self.id(other, unchanged))
    var ended = Sample.plan([plain])
    ended.header.validUntil = Timestamp(seconds: 0).text
    #expect(ended.id == Self.id(plain))
  }

  @Test func `Another store, segment, action or member gives another id`() throws {
    let ids = [
      Self.id(),
      Self.id(try Sample.planned("A", add: 1...3)),
      Self.id(try Sample.planned("A", add: 1...4)),
      Self.id(try Sample.planned("B", add: 1...3)),
      Self.id(try Sample.planned("A", .keep(.numbered(2)), add: 1...3)),
      Self.id(try Sample.planned("A", .create(description: ""), add: 1...3)),
      Self.id(try Sample.planned("A", .create(description: "x"), add: 1...3)),
      Self.id(try Sample.planned("A", remove: 1...3, live: 1...4)),
      Self.id(try Sample.planned("A", remove: 2...4, live: 1...4)),
      Self.id(try Sample.planned("A", .delete(.numbered(1)), live: 1...3)),
      Plan(
        header: PlanHeader(
          toolVersion: "1",
          createdAt: "",
          validUntil: nil,
          store: "other",
          configurationDigest: "",
          state: nil
        ),
        segments: [try Sample.planned("A", add: 1...3)],
        unmanagedCount: 0
      ).id,
    ]
    #expect(Set(ids).count == ids.count)
  }
}
