package import ArgumentParser
import CodeHost
import Diagnostics
import Planning
import Reconciliation
import Reporting
import SegmentModel
import StateStorage
import StoreClient

/// `segapply`: carries out a plan.
package struct Segapply: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "segapply",
    abstract: "Apply manifests, or a saved plan, to the customer segments of a BigCommerce store.",
    discussion: """
      Takes the lock of the state, reads the store again, shows the plan, and asks for approval. Then it creates and updates segments, removes and adds \
      members in batches of at most 50, verifies the changes, and records the result in the state. You can always run it again: it does not \
      repeat changes that are already done.

      A saved plan (segplan --out) was already reviewed, so segapply asks only about deletions and takeovers. It refuses the plan if the store has changed in ways \
      that the plan does not list, if a later apply has changed its segments, or if the plan is no longer valid. The limits of a saved plan \
      come from manifests or from the command line, never from the plan file.

      Ctrl-C (SIGINT), SIGTERM, SIGHUP or SIGQUIT stops it: it sends no new requests, waits up to --grace for those in flight, writes the \
      state and releases the lock. A second signal stops the wait for the store. A third signal ends the process at once: the next run reads \
      the journal, but a lock on a server stays.

      EXAMPLES
        segapply                            plan this folder, ask, apply
        segapply plan.json                  do exactly what the saved plan lists
        segapply --auto-approve segments/   without asking, for pipelines
        segapply --expect-plan p-1a2b…      only what was approved by its plan id
        segapply --approved github          only what the merged request showed
        segapply --allow-delete plan.json   also delete the segments that it lists

      \(HelpText.environment)

      \(HelpText.applyExitStatus)
      """,
    version: ToolVersion.description
  )

  @Argument(
    help: .value("planfile-or-path", "A saved plan, or manifests and folders to search for *.yaml and *.yml."),
    completion: .file()
  )
  var paths = ["."]

  @Flag(help: "Apply without asking. Deletions still need --allow-delete.")
  var autoApprove = false

  @Flag(help: "Apply a saved plan even if members that it does not list have changed. segapply makes only the listed changes.")
  var acceptDrift = false

  @Option(
    help: .value(
      "plan-id",
      "Apply manifests only if their plan has this id (segplan shows it), without asking. Otherwise end with 3 and show the plan."
    )
  )
  var expectPlan: PlanID?

  @Option(
    help: .value(
      "host",
      """
      Apply manifests only if their plan is the one that segplan --publish showed on the merged request of the commit that this GitHub or GitLab \
      job deploys. Otherwise end with 3.
      """
    )
  )
  var approved: CodeHostSettings.Kind?

  @Option(
    help: .value("planfile", "The plan that --expect-plan names: accept the rest of it, and show how another plan differs."),
    completion: .file()
  )
  var compare: String?

  @Flag(inversion: .prefixedNo, help: "Verify the changes in the store after the apply.")
  var verify = true

  @Option(help: .value("format", "How to print progress; json prints one event per line and never asks."))
  var format: AnswerFormat = .human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "Saved plans") var saved: SavedPlanOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var refreshing: RefreshOptions
  @OptionGroup(title: "State and store") var promotions: PromotionOptions
  @OptionGroup(title: "State and store") var lock: LockOptions
  @Option(help: .value("time", "How long to wait for requests in flight after a signal: 5s, 1m, or 0."))
  var grace = TimeSpan(ApplyRequest.standardGraceTime, text: "5s")

  @OptionGroup(title: "Reports") var reporting: ApplyReportOptions
  @OptionGroup(title: "Reports") var publishing: PublishOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  package init() {}

  package func validate() throws {
    if expectPlan != nil && approved != nil {
      throw ValidationError("--expect-plan and --approved both name the approved plan: use one of them.")
    }
    if compare != nil && expectPlan == nil && approved == nil {
      throw ValidationError("--compare needs --expect-plan or --approved, which name the approved plan.")
    }
  }

  package func run() async throws {
    try await runCommand("segapply", output) { try await run($0) }
  }

  private func run(_ context: CommandContext) async throws -> ExitStatus {
    let machine =
      format == .json ? MachineConversation(console: context.console, identity: context.identity, isApproved: autoApprove) : nil
    do {
      // Problems of the state's place are reported below, with all others.
      let place = try? connection.state.location(context, manifests: paths)
      let publisher = try ApplyPublisher(reporting, CodeHostPublisher(publishing, context), context, beside: place)
      do {
        return try await run(context, machine, publisher)
      } catch {
        // The reports must say that nothing was applied, and why.
        try await publisher.publish(failure: error)
        throw error
      }
    } catch {
      if !(error is ValidationError) { machine?.finish(error) }
      throw error
    }
  }

  /// Throws only before the first change.
  private func run(
    _ context: CommandContext,
    _ machine: MachineConversation?,
    _ publisher: ApplyPublisher
  ) async throws -> ExitStatus {
    let console = context.console
    let source = try source(context)
    let approved = try await approvedPlan(source, context)
    let isReviewed = source.isSaved || approved != nil
    let progress = ProgressView(console: console)
    let person = ApplyConversation(
      console: console,
      approval: autoApprove ? .given : isReviewed ? .reviewed : .toBeAsked,
      showsAllMembers: view.allMembers,
      progress: progress
    )
    defer { progress.finish() }
    let result: ApplyResult
    if var machine {
      machine.isApproved = autoApprove || isReviewed
      result = try await self.result(of: source, approved, context, machine, onEvent: machine.report, onSignal: {})
    } else {
      result = try await self.result(of: source, approved, context, person, onEvent: progress.report, onSignal: person.stopping)
      progress.finish()
      report(result, console)
    }
    let leftLock = (machine?.leftLock ?? person.leftLock).problems
    var status = Self.status(of: result, leftLock: leftLock, console)
    StopSignals.endAtOnce(with: status)
    if try await !publisher.publish(result, leftLock: leftLock), status == .success {
      // A failure would mean that nothing was changed.
      status = result.hasTried ? .incomplete : .failure
    }
    machine?.finish(result, status)
    // The last event may be the output that was lost.
    return status == .success ? Self.status(of: result, leftLock: leftLock, console) : status
  }

  private func result(
    of source: ApplySource,
    _ approved: PlanApproval?,
    _ context: CommandContext,
    _ dialogue: some ApplyDialogue,
    onEvent: @escaping @Sendable (StoreClientEvent) -> Void,
    onSignal: @escaping @Sendable () -> Void
  ) async throws -> ApplyResult {
    // A saved plan has no folders of manifests where a state may be.
    let manifests = source.isSaved ? [] : paths
    let connected = try StoreConnection(connection, context, manifests: manifests, onEvent: onEvent)
    let stop = StopRequest()
    var request = ApplyRequest(source, guardrails.overrides, lockTimeout: lock.lockTimeout.duration, now: { CommandContext.now })
    request.acceptsDrift = acceptDrift
    request.refresh = Refresh(try refreshing.mode(context.environment))
    request.approvedPlan = approved
    request.planLifetime = saved.lifetime.planTTL.duration
    request.verifies = verify
    request.graceTime = grace.duration
    request.stop = stop
    return try await StopSignals.withStopSignals(stop, onFirst: onSignal) { [request] in
      try await connected.withReconciler { try await $0.apply(request, dialogue: dialogue) }
    }
  }

  private static func status(of result: ApplyResult) -> ExitStatus {
    switch result {
    case .nothingToDo: .success
    case .declined: .stopped
    case .applied(let outcome, _, let wasInterrupted, let unrecorded):
      if outcome.isComplete && unrecorded.isEmpty {
        .success
      } else {
        wasInterrupted && unrecorded.isEmpty ? .interrupted : .incomplete
      }
    }
  }

  /// The status, but `incomplete` instead of `success` for an end that a pipeline must not ignore.
  private static func status(of result: ApplyResult, leftLock: [Diagnostic], _ console: Console) -> ExitStatus {
    let status = status(of: result)
    guard status == .success else { return status }
    // The lock is still held, or the output that says what was done was lost.
    return !leftLock.isEmpty || (result.hasTried && console.outputFailure != nil) ? .incomplete : .success
  }

  private func report(_ result: ApplyResult, _ console: Console) {
    switch result {
    case .nothingToDo: break
    case .declined: console.write("\nApply cancelled. Nothing was changed.\n")
    case .applied(let outcome, _, let wasInterrupted, let unrecorded):
      console.report(OutcomeReport.problems(of: outcome) + unrecorded)
      console.write("\n\(OutcomeReport.summary(of: outcome, wasInterrupted: wasInterrupted))\n")
      if Self.status(of: result) != .success {
        console.say("Completed changes stay. Run the same command again to continue.\n")
      }
    }
  }
}

extension ApplyResult {
  /// Whether changes were made or tried.
  fileprivate var hasTried: Bool { if case .applied = self { true } else { false } }
}
