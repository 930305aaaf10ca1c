import Reporting
import SegmentModel
import TestSupport
import Testing

@Suite("State report")
struct StateReportTests {
  private static func segment(
    _ id: Int,
    _ name: String,
    _ members: some Sequence<Int>,
    mode: MembershipMode = .authoritative
  ) -> RecordedSegment {
    RecordedSegment(id: .numbered(id), name: name, mode: mode, members: .numbered(members))
  }

  @Test func `Segments are shown in columns, with numbers aligned to the right`() {
    let list = StateReport.list([
      Self.segment(1, "Beta testers", [7], mode: .additive), Self.segment(2, "VIP\u{1B}[2J", 1...1340),
    ])
    #expect(
      list == """
        MEMBERS  MODE           ID                                    NAME
              1  additive       00000000-0000-4000-8000-000000000001  Beta testers
          1,340  authoritative  00000000-0000-4000-8000-000000000002  VIP␛[2J

        """
    )
  }

  @Test func `A state without segments says so`() {
    #expect(StateReport.list([]) == "The state records no segments.\n")
  }

  @Test func `A segment is shown with all its members, one per line`() {
    #expect(
      StateReport.show(Self.segment(2, "VIP\n", [3, 1])) == """
        # segment: "VIP␊"
        # id: 00000000-0000-4000-8000-000000000002
        # mode: authoritative
        # members: 2
        00000000-0000-4000-8000-000000000001
        00000000-0000-4000-8000-000000000003

        """
    )
    #expect(StateReport.show(Self.segment(1, "Empty", 0..<0)).hasSuffix("# members: 0\n"))
    let late = RecordedSegment(
      id: .numbered(1),
      name: "Late",
      mode: .additive,
      members: .empty,
      unconfirmed: .numbered(1...3)
    )
    #expect(StateReport.show(late).hasSuffix("# members: 0\n# unconfirmed until the next plan: 3\n"))
  }
}
