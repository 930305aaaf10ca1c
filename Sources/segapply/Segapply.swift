import ArgumentParser
import CommandLineSupport

/// `segapply`: carries out a plan.
@main
struct Segapply: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segapply",
    abstract: "Apply manifests, or a saved plan, to the customer segments of a BigCommerce store.",
    discussion: """
      Takes the state's lock, reads the store again, shows the plan, and asks. Then it creates and updates segments, removes and \
      adds members in batches of at most 50, lists the segments again to verify, and records the result in the state. Running it again \
      is always safe: what is done is found done.

      A saved plan (segplan --out) is not asked about again: it was reviewed. It is refused when the store has changed since in ways \
      that it does not list.

      EXAMPLES
        segapply                             plan the manifests in this folder, ask, apply
        segapply plan.json                   do exactly what the saved plan lists
        segapply --auto-approve segments/    without asking, for pipelines
        segapply --allow-delete plan.json    also delete the segments that it lists for deletion

      ENVIRONMENT
        BIGCOMMERCE_STORE_HASH               which store
        BIGCOMMERCE_ACCESS_TOKEN             the token of an API account with Customers: modify,
        BIGCOMMERCE_ACCESS_TOKEN_FILE        or a file that holds it
        SEGPLAN_API_URL                      in place of https://api.bigcommerce.com; http for loopback only
        SEGPLAN_STATE                        the state file, unless --state is given
        NO_COLOR                             set to anything: no colour

      EXIT STATUS
        0  done, or nothing to do
        1  error: bad manifest, store or state unreachable, refused credentials; nothing was changed
        3  stopped by a guardrail, a stale plan, or a person who said no; nothing was changed
        4  the state is locked by somebody else; nothing was changed
        5  partly applied: what was not done is listed; a re-run continues
        64 wrong usage
      """,
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

  @OptionGroup var target: TargetOptions
  @OptionGroup var view: PlanViewOptions
  @OptionGroup(title: "Guardrails") var guardrails: GuardrailOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "State and store") var lock: LockOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = ApplyJob(
      paths: paths,
      targets: target.targets,
      isApproved: autoApprove,
      acceptsDrift: acceptDrift,
      verifies: verify,
      showsAllMembers: view.allMembers,
      overrides: guardrails.overrides,
      connection: connection,
      lock: lock
    )
    try await runCommand("segapply", output) { try await job.run($0) }
  }
}
