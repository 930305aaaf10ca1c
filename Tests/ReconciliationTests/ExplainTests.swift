import Planning
import SegmentModel
import TestSupport
import Testing

@testable import Reconciliation

/// What `segplan why` finds out about a member.
struct ExplainTests {
  @Test func `why lists all five places of a member, with the same answer by email, number and id`() async throws {
    try await withRehearsal(profiles: 20, segments: ["A": [7], "Other": [2]]) { rehearsal in
      try rehearsal.write("customer_id\n7\n", to: "list.csv")
      try rehearsal.write(
        """
        version: 1
        segments:
          - name: A
            members:
              - profile: \(ShopperProfileID.numbered(7))
              - {customer: 7, starts: 2099-12-01}
              - {email: customer7@example.com, expires: 2024-01-01}
            members_from: [{file: list.csv}]
            include: [B]
          - name: B
            members: [{email: customer7@example.com}]
          - name: Other
            members: [{customer: 2}]

        """,
        to: "segments.yaml"
      )
      let process = InProcess(rehearsal: rehearsal)
      let id = try await process.explain("\(ShopperProfileID.numbered(7))")
      let number = try await process.explain("7")
      let email = try await process.explain("Customer7@example.com")
      #expect(id.subject == MemberSubject(profile: .numbered(7), customer: CustomerID(7)))
      #expect(id.subject == number.subject && id.subject == email.subject)
      #expect(id.segments == number.segments && id.segments == email.segments)
      let explanation = try #require(id.segments.first)
      let lines = explanation.declarations.map { "\($0.place.file.split(separator: "/").last ?? ""):\($0.place.line)" }
      #expect(lines == ["segments.yaml:5", "list.csv:2", "segments.yaml:6", "segments.yaml:7", "segments.yaml:11"])
      #expect(explanation.declarations.map(\.phase) == [.inForce, .inForce, .upcoming, .expired, .inForce])
      #expect(explanation.declarations.last?.through == "B")
      #expect(explanation.isDeclared && explanation.isLive && explanation.action == .noOp)
      #expect(id.segments.map(\.isConcerned) == [true, true, false])
    }
  }

  @Test func `a customer whom the store does not have is an error`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      try rehearsal.declare(["A": [1]])
      let process = InProcess(rehearsal: rehearsal)
      await #expect(throws: (any Error).self) { try await process.explain("4711") }
    }
  }

  @Test func `a segment that is included in many ways is read once, and an excluded line does not count`()
    async throws
  {
    try await withRehearsal(profiles: 20) { rehearsal in
      // Two ways at every level: 2⁴⁰ ways lead to the last segment.
      let levels = (0..<40).map { level in
        "  - {name: L\(level), include: [M\(level), N\(level)]}\n"
          + "  - {name: M\(level), include: [L\(level + 1)]}\n  - {name: N\(level), include: [L\(level + 1)]}\n"
      }
      let last =
        "  - {name: L40, members: [{customer: 1}, {customer: 2}], exclude: [Staff]}\n  - {name: Staff, members: [{customer: 2}]}\n"
      try rehearsal.write("version: 1\nsegments:\n\(levels.joined())\(last)", to: "segments.yaml")
      let process = InProcess(rehearsal: rehearsal)
      let plan = try await process.plan()
      let first = try #require(plan.segments.first { $0.name.text == "L0" })
      #expect(first.note(of: .numbered(1))?.cause == .included(try SegmentName("M0")))
      #expect(first.note(of: .numbered(1))?.place?.line == 123)
      let explained = try #require(try await process.explain("1").segments.first { $0.segment.text == "L0" })
      #expect(explained.declarations.map(\.through) == ["L40"])
      let staff = try #require(try await process.explain("2").segments.first { $0.segment.text == "L0" })
      #expect(staff.declarations.map(\.isTakenBack) == [true])
      #expect(!staff.isDeclared)
    }
  }

  @Test func `a member with only a future date is found by id, number and email`() async throws {
    try await withRehearsal(profiles: 20) { rehearsal in
      try rehearsal.write(
        "version: 1\nsegments: [{name: A, members: [{customer: 1}, {email: customer7@example.com, starts: 2099-12-01}]}]\n",
        to: "segments.yaml"
      )
      let process = InProcess(rehearsal: rehearsal)
      let id = try await process.explain("\(ShopperProfileID.numbered(7))")
      #expect(id.subject.customer == CustomerID(7))
      #expect(id.segments.first?.declarations.map(\.phase) == [.upcoming])
      #expect(id.segments == (try await process.explain("7")).segments)
      #expect(id.segments == (try await process.explain("customer7@example.com")).segments)
    }
  }
}
