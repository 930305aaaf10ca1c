import ArgumentParser
import Diagnostics
import FileAccess
import Reconciliation
import Reporting
import SegmentModel

/// `segplan why`.
struct WhyCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain why someone is a member of a segment, or not.",
    discussion: """
      Shows every line that declares the member, including future dates, whether the member is live and recorded, and what a plan does with \
      it: in all declared segments, or in those of --segment.

      EXAMPLES
        segplan why 4527
        segplan why ada@example.com --segment "VIP customers" segments/
      """
  )

  @Argument(help: "A customer number, an email address, or the id of a shopper profile.")
  var member: String

  @Option(
    name: .customLong("segment"),
    help: .value("name", "Only this declared segment; repeat it for several."),
    completion: .declaredSegments
  )
  var segments: [String] = []

  @Option(help: "How to print the answer.")
  var format = AnswerFormat.human

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    guard let question = MemberQuestion(member), !manifests.paths.contains(where: isMisplacedEmail) else {
      throw ValidationError(Self.usage)
    }
    let request = try request(context)
    let connected = try StoreConnection(connection, context, manifests: manifests.paths)
    let explained = try await connected.withReconciler { try await $0.explain(question, request) }
    context.console.report(explained.warnings)
    let answer = format == .json ? ExplanationReport.json : ExplanationReport.text
    context.console.write(answer(explained.subject, explained.segments))
    return .success
  }

  private func request(_ context: CommandContext) throws -> PlanRequest {
    var request = PlanRequest(try configuration.load(manifests.paths, context))
    request.targets = segments
    request.readsPromotions = false
    return request
  }

  /// Does not repeat the argument: it may be an email address, which must not appear in any output.
  private static let usage = """
    The first argument must be a customer number, an email address, or the id of a shopper profile: segplan why MEMBER --segment NAME
    """

  /// Whether a path is an email address, as in the syntax of earlier versions, which had the segment first.
  ///
  /// The error of a missing file would print it.
  private func isMisplacedEmail(_ path: String) -> Bool {
    EmailAddress(path) != nil && (try? FileAccess.isThere(path)) != true
  }
}
