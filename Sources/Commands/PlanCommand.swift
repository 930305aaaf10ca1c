import ArgumentParser
import Diagnostics
import FileAccess
import FoundationEssentials
import Manifests
import Planning
import Reconciliation
import Reporting
import SegmentModel

/// `segplan [plan]`.
struct PlanCommand: RunnableCommand {
  static let program = "segplan"
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what an apply would change.",
    discussion: """
      Reads the manifests, the store and the state, and changes nothing. It takes no lock, but warns if an apply is running.

      The token needs the scope Customers: modify, because the store requires it to list the members of a segment.
      """
  )

  @OptionGroup var manifests: ManifestPaths

  @Option(help: .value("file", "Save the plan, so that segapply can do exactly what it lists."), completion: .file())
  var out: String?

  @OptionGroup var lifetime: PlanLifetimeOptions

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 0 for no changes and 2 for changes.")
  var hasDetailedExitStatus = false

  @Flag(
    help: """
      Plan nothing, and print the folders with manifests as a JSON matrix, for a pipeline with one job per store. Needs no access to a store.
      """
  )
  var workspaceMatrix = false

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "Manifests") var day: DayOptions
  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Reports") var review: ReviewOptions
  @OptionGroup(title: "Reports") var publishing: PublishOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var refreshing: RefreshOptions
  @OptionGroup(title: "State and store") var promotions: PromotionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if manifests.paths.first == "apply", (try? FileAccess.isThere("apply")) != true {
      throw ValidationError("segplan never changes the store. To apply manifests or a saved plan, run segapply.")
    }
    if let day = day.at, out != nil || publishing.publish != nil {
      throw ValidationError("A plan as of \(day) cannot be applied: use --at without --out and --publish.")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    if workspaceMatrix { return try WorkspaceMatrix.show(manifests.paths, context) }
    // Problems of the state's place are reported below, with all others.
    let place = try? connection.state.location(context, manifests: manifests.paths)
    let host = try CodeHostPublisher(publishing, context)
    let publisher = try ReviewPublisher(review, showsAllMembers: view.allMembers, context, beside: place)
    if let out, try OutputPlace(out).isStandardOutput { context.console.leaveStandardOutput() }
    let planned: PlannedRun
    do {
      planned = try await plan(context)
    } catch {
      // The reports must say that there is no plan, and why.
      if let failure = try publisher.publish(failure: error) { try await host?.publish(failure) }
      throw error
    }
    if !publisher.showsProblems { context.console.report(planned.warnings) }
    if let day = day.at, day != context.today { context.console.note("This is the plan as of \(day), not of today.") }
    let shown = try publisher.publish(planned.review)
    try await host?.publish(shown)
    if let out { try save(planned, to: out, context.console) }
    return report(planned, publisher, context.console)
  }

  private func plan(_ context: CommandContext) async throws -> PlannedRun {
    let configuration = try configuration.load(manifests.paths, context, on: day.at)
    let connected = try StoreConnection(connection, context, manifests: manifests.paths)
    if let out { try OutputPlace(out).requireWritable() }
    var request = PlanRequest(configuration)
    request.targets = target.targets
    request.overrides = guardrails.overrides
    request.refresh = Refresh(try refreshing.mode(context.environment))
    request.lifetime = lifetime.planTTL.duration
    request.readsPromotions = !promotions.areNotRead
    return try await connected.withReconciler { [request] in try await $0.plan(request) }
  }

  private func save(_ planned: PlannedRun, to path: String, _ console: Console) throws {
    let place = try OutputPlace(path)
    try place.write(try PlanCodec.encode(planned.plan, guardrails: planned.findings))
    guard place.isFile else { return }
    // An apply takes its limits not from the plan file, but from manifests: by default those in the working folder.
    let needsManifests = manifests.paths != ["."] && !SavedPlanLimits.standard.warnings(about: planned.plan).isEmpty
    let options =
      manifests.paths.map { " --manifests \($0)" } + configuration.variables.map { " --var \($0.name)=\($0.value)" }
      + configuration.variableFiles.map { " --var-file \($0)" }
    let declared = needsManifests ? options.joined() : ""
    let end = planned.plan.header.validUntil.map { ", valid until \($0)" } ?? ""
    // Applying a stopped plan would stop again, and each finding says what to do.
    let isStopped = planned.findings.contains { !$0.isConfirmable }
    let advice = isStopped ? " A guardrail stops it." : " To do exactly this:\n\n    segapply \(path)\(declared)"
    console.note("\nSaved the plan to \(path)\(end).\(advice)")
  }

  private func report(_ planned: PlannedRun, _ publisher: ReviewPublisher, _ console: Console) -> ExitStatus {
    let stops = planned.findings.filter { !$0.isConfirmable }
    if !publisher.showsProblems {
      console.report(planned.findings.filter(\.isConfirmable).map(\.diagnostic.asWarning) + stops.map(\.diagnostic))
    }
    guard stops.isEmpty else { return .stopped }
    return hasDetailedExitStatus && planned.plan.hasChanges ? .changes : .success
  }
}
