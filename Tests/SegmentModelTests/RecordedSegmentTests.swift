import SegmentModel
import TestSupport
import Testing

@Suite struct RecordedSegmentTests {
  @Test(arguments: [MembershipMode.authoritative, .additive])
  func `the next listing settles unconfirmed members`(mode: MembershipMode) {
    let record = RecordedSegment(
      id: .numbered(1),
      name: "VIP",
      mode: mode,
      members: .numbered(1...5),
      unconfirmed: .numbered([4, 5, 8, 9])
    )
    let settled = record.settled(by: .numbered([1, 5, 9, 20]))
    #expect(settled.members == .numbered([1, 2, 3, 5, 9]))
    #expect(settled.unconfirmed.isEmpty)
    #expect(settled.settled(by: .empty) == settled)
  }
}
