import Diagnostics
import FoundationEssentials
import Planning
import Reconciliation
import Reporting
import StateStorage
import StoreClient

/// An apply's dialogue with a machine: one event per line on standard output, and no questions.
struct MachineConversation: ApplyDialogue {
  let console: Console
  let identity: RunIdentity
  /// Whether the plan is already approved: by `--auto-approve`, or in review.
  var isApproved: Bool
  /// Why the lock could not be released.
  let leftLock = LeftLock()

  private var lines: ApplyEventLines { ApplyEventLines(time: Date.now.formatted(.iso8601)) }

  func waiting(for held: LockHeldError) { console.write(lines.waiting()) }

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) {
    report(notes)
    console.write(lines.planned(plan, run: identity.id, who: identity.who))
  }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    guard isApproved else { throw DiagnosticsError.cannotAsk }
    return .approved(isConfirmed: false)
  }

  func lockLeftBehind(_ problems: [Diagnostic]) {
    report(problems)
    leftLock.add(problems)
  }

  func report(_ event: ApplyEvent) { console.write(lines.line(event)) }

  @Sendable func report(_ event: StoreClientEvent) {
    switch event {
    case .quotaUsedUp(let pause): console.write(lines.paused(reason: "quota", pause: pause))
    case .pausedByStore(let pause): console.write(lines.paused(reason: "store", pause: pause))
    case .retrying(let error, let pause):
      console.write(lines.retry(reason: error.diagnostics.first?.summary ?? "no answer", pause: pause))
    case .forecast(let forecast): console.write(lines.forecast(requests: forecast.requests, time: forecast.time))
    case .reading: break
    }
  }

  func report(_ problems: [Diagnostic]) {
    for problem in problems { console.write(lines.problem(console.visible(problem))) }
  }

  /// Writes the problems of a run that had a plan, and its last event.
  func finish(_ result: ApplyResult, _ status: ExitStatus) {
    var segments: [(plan: SegmentPlan, outcome: SegmentOutcome)] = []
    if case .applied(let outcome, let plan, _, let unrecorded) = result {
      segments = ApplyReport.segments(of: plan.plan, outcome)
      for segment in segments {
        for failure in segment.outcome.failures {
          console.write(lines.problem(console.visible(failure.problem), of: failure, segment.plan))
        }
        report(OutcomeReport.unverified(segment.outcome))
      }
      report(unrecorded)
    }
    console.write(lines.finished(segments, exitStatus: status.rawValue))
  }

  /// Writes why a run ended before its first change, and its last event.
  func finish(_ error: any Error) {
    report(Diagnostic.describing(error))
    console.write(lines.finished(exitStatus: ExitStatus(error).rawValue))
  }
}
