import Diagnostics
import FileAccess
package import Planning
import Reconciliation
import Reporting
package import SegmentModel
import StoreClient

/// Plans, shows, and saves if asked to.
package struct PlanJob: Sendable {
  package let paths: [String]
  package let configuration: ConfigurationOptions
  /// The day to plan for; `nil` for today.
  package let day: CalendarDay?
  package let targets: [String]
  package let outputPath: String?
  package let review: ReviewOptions
  package let showsAllMembers: Bool
  package let hasDetailedExitStatus: Bool
  package let overrides: GuardrailOverrides
  package let connection: ConnectionOptions
  package let lifetime: PlanLifetimeOptions

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    let publisher = ReviewPublisher(review, showsAllMembers: showsAllMembers, context)
    try publisher.prepare()
    if let outputPath, try OutputPlace(outputPath).isStandardOutput { context.console.leaveStandardOutput() }
    let planned: PlannedRun
    do {
      planned = try await plan(context)
    } catch {
      // Who reads the reports must learn that there is no plan, and why.
      try publisher.publish(failure: error)
      throw error
    }
    if !publisher.showsProblems { context.console.report(planned.warnings) }
    if let day, day != context.today { context.console.note("This is the plan as of \(day), not of today.") }
    try publisher.publish(planned.review)
    if let outputPath { try save(planned, to: outputPath, context.console) }
    return report(planned, publisher, context.console)
  }

  private func plan(_ context: CommandContext) async throws -> PlannedRun {
    let configuration = try LoadedConfiguration(
      paths: paths,
      configuration.loading(context.environment, on: day ?? context.today)
    )
    let connected = try StoreConnection(connection, context, manifests: paths)
    if let outputPath { try OutputPlace(outputPath).requireWritable() }
    let request = PlanRequest(
      configuration: configuration,
      targets: targets,
      overrides: overrides,
      cache: connection.cache(isTrusted: true),
      workers: connection.parallelism,
      lifetime: lifetime.planTTL.duration
    )
    return try await StoreClient.withStoreClient(connected.settings) { client in
      try await connected.withState { state in
        try await request.plan(context.identity, client: client, state: state)
      }
    }
  }

  private func save(_ planned: PlannedRun, to path: String, _ console: Console) throws {
    let place = try OutputPlace(path)
    try place.write(try PlanCodec.encode(planned.plan, guardrails: planned.findings))
    guard place.isFile else { return }
    // An apply takes limits from manifests, not from the plan file, and finds those in the working folder.
    let needsManifests = paths != ["."] && !SavedPlanLimits.standard.warnings(about: planned.plan).isEmpty
    let manifests = needsManifests ? paths.map { " --manifests \($0)" }.joined() : ""
    let end = planned.plan.header.validUntil.map { ", valid until \($0)" } ?? ""
    console.note("\nSaved the plan to \(path)\(end). To do exactly this:\n\n    segapply \(path)\(manifests)")
  }

  private func report(_ planned: PlannedRun, _ publisher: ReviewPublisher, _ console: Console) -> ExitStatus {
    let stops = planned.findings.filter { !$0.isConfirmable }
    if !publisher.showsProblems {
      console.report(planned.findings.filter(\.isConfirmable).map(\.diagnostic.asWarning) + stops.map(\.diagnostic))
    }
    guard stops.isEmpty else { return .stopped }
    return hasDetailedExitStatus && planned.plan.hasChanges ? .changes : .success
  }

  package init(
    paths: [String],
    configuration: ConfigurationOptions,
    day: CalendarDay?,
    targets: [String],
    outputPath: String?,
    review: ReviewOptions,
    showsAllMembers: Bool,
    hasDetailedExitStatus: Bool,
    overrides: GuardrailOverrides,
    connection: ConnectionOptions,
    lifetime: PlanLifetimeOptions
  ) {
    self.paths = paths
    self.configuration = configuration
    self.day = day
    self.targets = targets
    self.outputPath = outputPath
    self.review = review
    self.showsAllMembers = showsAllMembers
    self.hasDetailedExitStatus = hasDetailedExitStatus
    self.overrides = overrides
    self.connection = connection
    self.lifetime = lifetime
  }
}
