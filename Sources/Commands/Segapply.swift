package import ArgumentParser
import Diagnostics
import Planning
import Reconciliation
import Reporting
import StateStorage
import StoreClient

/// `segapply`: carries out a plan.
package struct Segapply: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "segapply",
    abstract: "Apply manifests, or a saved plan, to the customer segments of a BigCommerce store.",
    discussion: ApplyHelp.discussion,
    version: ToolVersion.current
  )

  @Argument(
    help: ArgumentHelp(
      "A saved plan; or manifests, and folders to search for *.yaml and *.yml. (default: .)",
      valueName: "planfile-or-path"
    ),
    completion: .file()
  )
  var paths: [String] = []

  @Flag(help: "Apply without asking. Deletions still need --allow-delete.")
  var autoApprove = false

  @Flag(help: "Apply a saved plan though members changed that it does not list; still only what it lists is done.")
  var acceptDrift = false

  @Flag(inversion: .prefixedNo, help: "List the changed segments again and compare.")
  var verify = true

  @Option(
    help: ArgumentHelp("How the course of the apply is told; json is an event a line, and nobody is asked.", valueName: "format")
  )
  var format: AnswerFormat = .human

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "Saved plans") var saved: SavedPlanOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var promotions: PromotionOptions
  @OptionGroup(title: "State and store") var lock: LockOptions
  @Option(
    help: ArgumentHelp("How long requests to the store may take to end after a signal: 5s, 1m, or 0.", valueName: "time")
  )
  var grace = TimeSpan.standardGrace

  @OptionGroup(title: "Reports") var reporting: ApplyReportOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  package init() {}

  package func run() async throws {
    try await runCommand("segapply", output) { try await run($0) }
  }

  private func run(_ context: CommandContext) async throws -> ExitStatus {
    let machine =
      format == .json ? MachineConversation(console: context.console, identity: context.identity, isApproved: autoApprove) : nil
    do {
      let publisher = try ApplyPublisher(reporting, context)
      // What is wrong with the place of the state is told with everything else that is missing.
      try publisher.prepare(beside: try? connection.stateOptions.location(context.environment, manifests: manifestPaths))
      do {
        return try await run(context, machine, publisher)
      } catch {
        // Who reads the reports must learn that nothing was applied, and why.
        try await publisher.publish(failure: error)
        throw error
      }
    } catch {
      if !(error is ValidationError) { machine?.finish(error) }
      throw error
    }
  }

  /// - Throws: What kept the run from its first change; nothing afterwards.
  private func run(
    _ context: CommandContext,
    _ machine: MachineConversation?,
    _ publisher: ApplyPublisher
  ) async throws -> ExitStatus {
    let console = context.console
    let source = try source(context)
    let progress = ProgressView(console: console)
    let person = ApplyConversation(
      console: console,
      approval: autoApprove ? .given : isSaved(source) ? .reviewed : .toBeAsked,
      showsAllMembers: view.allMembers,
      progress: progress
    )
    defer { progress.finish() }
    let result: ApplyResult
    if var machine {
      machine.isApproved = autoApprove || isSaved(source)
      result = try await self.result(of: source, context, machine, onEvent: machine.report, onSignal: {})
    } else {
      result = try await self.result(of: source, context, person, onEvent: progress.report, onSignal: person.stopping)
      progress.finish()
      report(result, console)
    }
    let leftLock = (machine?.leftLock ?? person.leftLock).problems
    var status = Self.status(of: result, leftLock: leftLock, console)
    StopSignals.endAtOnce(with: status)
    if try await !publisher.publish(result, leftLock: leftLock), status == .success {
      // Not the plain failure, which says that nothing was changed.
      status = result.hasTried ? .incomplete : .failure
    }
    machine?.finish(result, status)
    // The last line may be the one that is lost.
    return status == .success ? Self.status(of: result, leftLock: leftLock, console) : status
  }

  private func request(_ source: ApplySource, _ stop: StopRequest) -> ApplyRequest {
    var request = ApplyRequest(
      source,
      guardrails.overrides,
      lockTimeout: lock.lockTimeout.duration,
      now: { CommandContext.now }
    )
    request.acceptsDrift = acceptDrift
    request.planLifetime = saved.lifetime.duration
    request.verifies = verify
    request.graceTime = grace.duration
    request.stop = stop
    return request
  }

  private func result(
    of source: ApplySource,
    _ context: CommandContext,
    _ dialogue: some ApplyDialogue,
    onEvent: @escaping @Sendable (StoreClientEvent) -> Void,
    onSignal: @escaping @Sendable () -> Void
  ) async throws -> ApplyResult {
    let connected = try StoreConnection(connection, context, manifests: manifests(of: source), onEvent: onEvent)
    let stop = StopRequest()
    let request = request(source, stop)
    return try await StopSignals.withStopSignals(stop, onFirst: onSignal) {
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

  /// `incomplete` in place of `success` for an end that a pipeline may not pass over.
  private static func status(of result: ApplyResult, leftLock: [Diagnostic], _ console: Console) -> ExitStatus {
    let status = status(of: result)
    guard status == .success else { return status }
    // The next run will find the lock held; or nobody has read what was done.
    return !leftLock.isEmpty || (result.hasTried && console.outputFailure != nil) ? .incomplete : .success
  }

  private func source(_ context: CommandContext) throws -> ApplySource {
    let paths = manifestPaths
    let planFiles = try paths.filter(PlanFile.isPlanFile)
    guard let planFile = planFiles.first else {
      guard saved.manifests.isEmpty, saved.allowEmpty.isEmpty else {
        throw ValidationError(
          "--manifests and --allow-empty are for saved plans. Manifests declare `allow_empty: true` themselves."
        )
      }
      return .configuration(
        PlanRequest(
          configuration: try LoadedConfiguration(paths: paths, configuration.loading(context.environment, on: context.today)),
          targets: target.targets,
          overrides: guardrails.overrides,
          cache: connection.cache(isTrusted: false),
          lifetime: saved.lifetime.duration,
          readsPromotions: promotions.areRead
        )
      )
    }
    guard paths.count == 1 else {
      throw ValidationError(
        "\(planFile) is taken for a plan file, and a plan file stands alone. Manifests are named *.yaml or *.yml."
      )
    }
    guard target.targets.isEmpty else {
      throw ValidationError("--target chooses what to plan; \(planFile) is planned already. Plan with --target, then apply that.")
    }
    let plan = try PlanFile.read(planFile)
    let limits = SavedPlanLimits(emptiable: Set(saved.allowEmpty))
    func declared(in paths: [String]) throws -> SavedPlanLimits {
      let options = try configuration.loading(context.environment, on: context.today)
      return SavedPlanLimits(declared: try LoadedConfiguration(paths: paths, options).limits, emptiable: Set(saved.allowEmpty))
    }
    if !saved.manifests.isEmpty { return .saved(plan, limits: try declared(in: saved.manifests)) }
    // Where it matters, the manifests that an apply without a plan would read; what cannot be read allows nothing.
    return .saved(plan, limits: limits.warnings(about: plan).isEmpty ? limits : (try? declared(in: ["."])) ?? limits)
  }

  private func manifests(of source: ApplySource) -> [String] {
    // Beside a saved plan no state is expected.
    isSaved(source) ? [] : manifestPaths
  }

  private var manifestPaths: [String] { paths.isEmpty ? ["."] : paths }

  private func isSaved(_ source: ApplySource) -> Bool {
    if case .saved = source { true } else { false }
  }

  private func report(_ result: ApplyResult, _ console: Console) {
    switch result {
    case .nothingToDo: break
    case .declined: console.write("\nApply cancelled. Nothing was changed.\n")
    case .applied(let outcome, _, let wasInterrupted, let unrecorded):
      console.report(OutcomeReport.problems(of: outcome) + unrecorded)
      console.write("\n\(OutcomeReport.summary(of: outcome, wasInterrupted: wasInterrupted))\n")
      if Self.status(of: result) != .success {
        console.say("What was done stays done. Running the same command again continues where this run ended.\n")
      }
    }
  }
}

extension ApplyResult {
  /// Whether changes were made, or tried.
  fileprivate var hasTried: Bool {
    if case .applied = self { true } else { false }
  }
}
