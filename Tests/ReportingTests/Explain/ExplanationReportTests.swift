import Diagnostics
import Planning
import Reporting
import SegmentModel
import TestSupport
import Testing

struct ExplanationReportTests {
  private static func explain(_ number: Int, mode: MembershipMode = .authoritative, hasRecord: Bool = true) throws -> String {
    let (desired, live, recorded) = (
      MemberSet.numbered([1, 2, 3]), MemberSet.numbered([3, 4, 5]), MemberSet.numbered([2, 3, 4])
    )
    let (add, remove) = desired.difference(from: live)
    let removed = mode == .authoritative ? remove : .empty
    var notes = ChangeNotes(add: add, remove: removed)
    if hasRecord {
      for (index, member) in add.enumerated() where recorded.contains(member) { notes.additions.set(.removedOutside, at: index) }
      for (index, member) in removed.enumerated() {
        notes.removals.set(recorded.contains(member) ? .noLongerDeclared : .addedOutside, at: index)
      }
    }
    var segment = SegmentPlan(
      name: try SegmentName("VIP"),
      change: .keep(.numbered(9)),
      mode: mode,
      add: add,
      remove: removed,
      live: LiveFingerprint(of: live),
      desiredCount: 3,
      limits: SegmentLimits(DeclaredLimits(), allowsEmpty: false)
    )
    segment.notes = notes
    let member = ShopperProfileID.numbered(number)
    let subject = MemberSubject(profile: member, customer: CustomerID(4500 + number))
    let declarations =
      desired.contains(member)
      ? [
        MemberDeclaration(
          place: DeclarationPlace(file: "segments/vip.yaml", line: number),
          validity: .unlimited,
          phase: .inForce,
          through: number == 3 ? "Beta" : nil
        )
      ] : []
    let explanation = MemberExplanation(
      segment: segment,
      subject: subject,
      declarations: declarations,
      isDeclared: desired.contains(member),
      isLive: live.contains(member),
      isRecorded: hasRecord ? recorded.contains(member) : nil
    )
    return ExplanationReport.text(subject, [explanation])
  }

  @Test func `every answer gives its reason`() throws {
    var text = ""
    for number in 1...6 { text += try Self.explain(number) + "\n" }
    text += try Self.explain(5, hasRecord: false) + "\n"
    text += try Self.explain(5, mode: .additive)
    try GoldenFile.expect(text, is: "answers.txt")
  }

  @Test func `the comparison of two plans matches the golden file`() throws {
    let old = Sample.plan([
      try Sample.planned("A", .keep(.numbered(1)), add: 1...3, remove: [7], live: 7...9),
      try Sample.planned("Gone", .create(description: ""), add: [1]),
    ])
    let new = Sample.plan([
      try Sample.planned("A", .keep(.numbered(1)), add: 2...40, remove: 7...8, live: 6...9),
      try Sample.planned("New", .delete(.numbered(4)), live: 1...2),
    ])
    let report = PlanDifferenceReport(style: .plain)
    try GoldenFile.expect(report.text(PlanDifference(from: old, to: new)), is: "diff.txt")
    #expect(report.text(PlanDifference(from: old, to: old)) == "Both plans do the same.\n")
    func described(_ text: String) throws -> Plan {
      Sample.plan([try Sample.planned("A", Sample.update(1, description: ("", text)))])
    }
    let description = report.text(PlanDifference(from: try described("one"), to: try described("two")))
    #expect(description.contains("      - description: \"\" → \"one\"\n      + description: \"\" → \"two\"\n"), "\(description)")
  }
}
