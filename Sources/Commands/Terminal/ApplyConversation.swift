import Diagnostics
import Planning
import Reconciliation
import Reporting
import StateStorage

/// An apply's dialogue with a person on a terminal, if there is one.
struct ApplyConversation: ApplyDialogue {
  enum ApprovalSource: Hashable {
    /// `--auto-approve`.
    case given
    /// A saved plan, which was reviewed when it was made.
    case reviewed
    case toBeAsked
  }

  let console: Console
  let approval: ApprovalSource
  let showsAllMembers: Bool
  let progress: ProgressView
  /// Why the lock could not be released.
  let leftLock = LeftLock()

  func waiting(for held: LockHeldError) {
    let holder = held.holder.map { "\($0.holder), lock id \($0.id)" } ?? "another process"
    console.note("Waiting for the state lock, held by \(holder)…")
  }

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) {
    console.report(notes)
    // A person must see what they approve.
    if console.isQuiet && approval != .toBeAsked {
      console.write(PlanReport.summary(of: plan) + "\n")
    } else {
      console.write(PlanReport(style: console.style, showsAllMembers: showsAllMembers).text(plan))
    }
  }

  func showUnapproved(_ plan: Plan, insteadOf approved: Plan?) {
    guard let approved else { return show(plan, findings: [], notes: []) }
    let report = PlanDifferenceReport(style: console.style, showsAllMembers: showsAllMembers)
    console.write("From the approved plan to the plan as it is now:\n\n" + report.text(PlanDifference(from: approved, to: plan)))
  }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    if approval == .toBeAsked {
      guard console.canAsk else { throw DiagnosticsError.cannotAsk }
      let question = "\nApply these changes to the store \(plan.header.store)?"
      guard try await Question.isConfirmed(question, console) else { return .declined }
    }
    guard !toConfirm.isEmpty, approval != .given, console.canAsk else { return .approved(isConfirmed: false) }
    let deletions = toConfirm.count { if case .deletion = $0.problem { true } else { false } }
    let takeovers = toConfirm.count - deletions
    console.say("\n")
    console.report(toConfirm.map(\.diagnostic.asWarning))
    var questions: [String] = []
    if takeovers > 0 { questions.append("\nRename \(Quantity.of(takeovers, "segment")) that no apply has recorded?") }
    if deletions > 0 { questions.append("\nDelete \(Quantity.of(deletions, "segment"))? This cannot be undone.") }
    for question in questions where try await !Question.isConfirmed(question, console) { return .declined }
    return .approved(isConfirmed: true)
  }

  /// Reports that a signal was received.
  func stopping() {
    progress.finish()
    console.say("Stopping: no new requests, waiting for those in flight. A second signal stops the wait.\n")
  }

  func report(_ event: ApplyEvent) { progress.report(event) }

  func lockLeftBehind(_ problems: [Diagnostic]) {
    progress.finish()
    console.report(problems)
    leftLock.add(problems)
  }
}

extension DiagnosticsError {
  /// An apply that nobody can approve.
  static let cannotAsk = DiagnosticsError(
    code: "nobody-to-ask",
    "cannot ask for approval: standard input is not a terminal",
    detail: """
      Nothing was changed. Apply a reviewed plan, or approve all changes in advance:

          segapply PLANFILE
          segapply --auto-approve
      """
  )
}
