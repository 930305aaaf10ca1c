import Diagnostics
import Planning
import Reconciliation
import Reporting
import StateStorage

/// An apply's dialogue with a person on a terminal, or with nobody.
struct ApplyConversation: ApplyDialogue {
  enum ApprovalSource: Hashable {
    /// `--auto-approve`.
    case given
    /// A saved plan: it was shown when it was made.
    case reviewed
    case toBeAsked
  }

  let console: Console
  let approval: ApprovalSource
  let showsAllMembers: Bool
  let progress: ProgressView
  /// Why the state's lock could not be given back.
  let leftLock = LeftLock()

  func waiting(for held: LockHeldError) {
    let holder = held.holder.map { "\($0.holder), lock id \($0.id)" } ?? "another process"
    console.note("Waiting for the state lock, held by \(holder)…")
  }

  func show(_ plan: Plan, findings: [GuardrailFinding], notes: [Diagnostic]) {
    console.report(notes)
    // Nobody can agree to what they do not see.
    if console.isQuiet && approval != .toBeAsked {
      console.write(PlanReport.summary(of: plan) + "\n")
    } else {
      console.write(PlanReport(style: console.style, showsAllMembers: showsAllMembers).text(plan))
    }
  }

  func approve(_ plan: Plan, toConfirm: [GuardrailFinding]) async throws -> Approval {
    if approval == .toBeAsked {
      guard console.canAsk else { throw NobodyToAskError() }
      guard try await ask("\nApply these changes to the store \(plan.header.store)?") else { return .declined }
    }
    guard !toConfirm.isEmpty, approval != .given, console.canAsk else { return .approved(isConfirmed: false) }
    let deletions = toConfirm.filter { if case .deletion = $0 { true } else { false } }
    let takeovers = toConfirm.count - deletions.count
    console.say("\n")
    console.report(toConfirm.map(\.diagnostic.asWarning))
    if takeovers > 0, try await !ask("\nRename \(Quantity.of(takeovers, "segment")) that no apply has recorded?") {
      return .declined
    }
    if !deletions.isEmpty, try await !ask("\nDelete \(Quantity.of(deletions.count, "segment"))? This cannot be undone.") {
      return .declined
    }
    return .approved(isConfirmed: true)
  }

  /// Says that a signal came.
  func stopping() {
    progress.finish()
    console.say("Stopping: requests in flight may end, nothing new is sent. A second signal does not wait for them.\n")
  }

  func report(_ event: ApplyEvent) { progress.report(event) }

  func lockLeftBehind(_ problems: [Diagnostic]) {
    progress.finish()
    console.report(problems)
    leftLock.tell(problems)
  }

  /// Only the whole word counts: a habit of pressing `y` approves nothing.
  private func ask(_ question: String) async throws -> Bool {
    console.say("\(question)\n  Only `yes` goes on: ")
    do {
      return try await Question.answer() == "yes"
    } catch {
      // Below the line that the question left open.
      console.say("\n")
      throw error
    }
  }
}

/// An apply that nobody can approve.
struct NobodyToAskError: DiagnosedError {
  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        .error,
        code: "nobody-to-ask",
        summary: "there is nobody to ask: standard input is not a terminal",
        detail: """
          Nothing was changed. Where no person sits, apply a plan that was reviewed, or say that none is needed:

              segapply PLANFILE
              segapply --auto-approve
          """
      )
    ]
  }
}
