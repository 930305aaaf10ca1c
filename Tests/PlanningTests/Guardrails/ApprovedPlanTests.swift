import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Planning

// That there is no other way to an ApprovedPlan is held by ArchitectureTests.
@Suite("Approved plans")
struct ApprovedPlanTests {
  @Test func `A plan that no guardrail stops is approved as it is`() throws {
    let plan = Sample.plan([try Sample.planned("VIP", add: 1...3)])
    #expect(try Guardrails.approve(plan, overrides: GuardrailOverrides()).plan == plan)
  }

  @Test func `A guardrail stop reports every finding with its text`() throws {
    let plan = Sample.plan([
      try Sample.planned("A", remove: 1...3, live: 1...3),
      try Sample.planned("B", .delete(.numbered(2)), live: 1...3),
    ])
    let stop = try #require(throws: GuardrailStop.self) {
      try Guardrails.approve(plan, overrides: GuardrailOverrides(maximumChanges: 1))
    }
    #expect(stop.findings == Guardrails.findings(in: plan, overrides: GuardrailOverrides(maximumChanges: 1)))
    #expect(stop.diagnostics.map(\.code) == ["emptied-segment", "delete-segment", "max-changes"])
  }

  @Test func `A confirmation allows deletions and nothing else`() throws {
    let deletion = try Sample.planned("B", .delete(.numbered(2)), live: 1...3)
    let alone = Sample.plan([deletion])
    #expect(throws: GuardrailStop.self) { try Guardrails.approve(alone, overrides: GuardrailOverrides()) }
    #expect(try Guardrails.approve(alone, overrides: GuardrailOverrides(), isConfirmed: true).plan == alone)
    #expect(try Guardrails.approve(alone, overrides: GuardrailOverrides(allowsDeletion: true)).plan == alone)

    let emptied = try Sample.planned("A", remove: 1...3, live: 1...3)
    let both = Sample.plan([emptied, deletion])
    let stop = try #require(throws: GuardrailStop.self) {
      try Guardrails.approve(both, overrides: GuardrailOverrides(), isConfirmed: true)
    }
    #expect(stop.findings == [GuardrailFinding(segment: emptied.name, problem: .emptied(removals: 3, live: 3))])
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `A plan is approved exactly when it has no findings`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let plan = try World(using: &random).plan()
    let overrides = GuardrailOverrides(
      maximumRemovals: [nil, .percent(50), .count(4)].randomElement(using: &random) ?? nil,
      maximumChanges: [nil, 0, 30].randomElement(using: &random) ?? nil,
      allowsDeletion: Bool.random(using: &random)
    )
    let findings = Guardrails.findings(in: plan, overrides: overrides)
    let approved = try? Guardrails.approve(plan, overrides: overrides)
    #expect((approved != nil) == findings.isEmpty)
    // No approved plan empties a segment that has members.
    for segment in approved?.plan.segments ?? [] where segment.live.count > 0 && !segment.hasDeletion {
      #expect(segment.resultingCount > 0 || segment.remove.isEmpty)
    }
  }
}

extension SegmentPlan {
  fileprivate var hasDeletion: Bool { if case .delete = change { true } else { false } }
}
