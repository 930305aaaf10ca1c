import Planning
import Reporting

/// Puts a plan on standard output.
struct PlanDisplay {
  let format: PlanFormat
  let showsAllMembers: Bool

  func show(_ plan: Plan, findings: [GuardrailFinding], on console: Console) throws {
    switch format {
    case .human:
      console.write(PlanReport(style: console.style, showsAllMembers: showsAllMembers).text(plan))
    case .json:
      console.write(try PlanCodec.encode(plan, guardrails: findings))
    }
  }
}
