import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Limits of saved plans")
struct SavedPlanLimitsTests {
  private static func segment(_ limit: ChangeLimit, allowsEmpty: Bool = false, remove: Int = 30) throws -> SegmentPlan {
    try Sample.planned(
      "VIP",
      remove: 1...remove,
      live: 1...100,
      limits: SegmentLimits(maximumRemovals: limit, allowsEmpty: allowsEmpty)
    )
  }

  @Test(arguments: [
    (ChangeLimit.percent(100), ChangeLimit.standardRemovals), (.count(1200), .standardRemovals), (.percent(25), .percent(25)),
    (.percent(0), .percent(0)), (.count(3), .count(3)), (.count(26), .standardRemovals),
  ])
  func `The plan file's limit counts only if it is stricter than the default`(own: ChangeLimit, holding: ChangeLimit) throws {
    let segment = try Self.segment(own)
    #expect(SavedPlanLimits.standard.limits(of: segment).maximumRemovals == holding)
    #expect(SavedPlanLimits.standard.warnings(about: Sample.plan([segment])).isEmpty == (own == holding))
  }

  @Test func `A plan file cannot allow a segment to be emptied`() throws {
    let plan = Sample.plan([try Self.segment(.percent(100), allowsEmpty: true, remove: 100)])
    let findings = Guardrails.findings(in: plan.limited(by: .standard), overrides: GuardrailOverrides())
    #expect(findings.map(\.code) == ["emptied-segment", "max-removals"])
    let warning = try #require(SavedPlanLimits.standard.warnings(about: plan).first)
    for option in ["--manifests PATH", "--max-removals 100%", "--allow-empty 'VIP'"] {
      #expect(warning.detail?.contains(option) == true)
    }
    let allowed = SavedPlanLimits(emptiable: ["VIP"])
    let rest = Guardrails.findings(in: plan.limited(by: allowed), overrides: GuardrailOverrides(maximumRemovals: .percent(100)))
    #expect(rest.isEmpty)
  }

  @Test func `The manifests' limits apply, whether stricter or looser`() throws {
    let name = try SegmentName("VIP")
    let loose = SavedPlanLimits(declared: [name: SegmentLimits(maximumRemovals: .percent(60), allowsEmpty: true)])
    #expect(loose.limits(of: try Self.segment(.percent(25))) == SegmentLimits(maximumRemovals: .percent(60), allowsEmpty: true))
    let strict = SavedPlanLimits(declared: [name: SegmentLimits(maximumRemovals: .count(2), allowsEmpty: false)])
    let plan = Sample.plan([try Self.segment(.percent(60))])
    #expect(strict.limits(of: plan.segments[0]).maximumRemovals == .count(2))
    #expect(strict.warnings(about: plan).count == 1)
  }

  @Test func `The limits of a segment without removals give no warning`() throws {
    let segment = try Sample.planned(
      "VIP",
      add: [1],
      limits: SegmentLimits(maximumRemovals: .percent(100), allowsEmpty: true)
    )
    #expect(SavedPlanLimits.standard.warnings(about: Sample.plan([segment])).isEmpty)
  }

  @Test func `A higher limit for additions gives a warning only if the default would stop the plan`() throws {
    let own = SegmentLimits(maximumAdditions: .percent(1000), maximumMembers: 500, allowsEmpty: false)
    let grown = try Sample.planned("VIP", add: 201...350, live: 1...120, limits: own)
    let warning = try #require(SavedPlanLimits.standard.warnings(about: Sample.plan([grown])).first)
    #expect(warning.detail?.contains("--max-additions 1000%") == true)
    #expect(SavedPlanLimits.standard.limits(of: grown) == SegmentLimits(maximumMembers: 500, allowsEmpty: false))
    let small = try Sample.planned("VIP", add: 201...350, live: 1...20, limits: own)
    #expect(SavedPlanLimits.standard.warnings(about: Sample.plan([small])).isEmpty)
  }
}
