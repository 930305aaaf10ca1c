import ArgumentParser
import CommandLineSupport

/// `segplan`: plans, and everything else that only reads the store.
@main
struct Segplan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segplan",
    abstract: "Plan the membership of BigCommerce customer segments from manifests.",
    discussion: """
      Manifests (YAML) declare which shopper profiles a customer segment has. segplan compares them with the store and prints \
      what would change; segapply does it. Without a subcommand, segplan plans.

      EXAMPLES
        segplan                              plan the manifests in this folder
        segplan segments/ --out plan.json    plan a folder and save the plan
        segapply plan.json                   do exactly what was saved
        segplan --detailed-exitcode          for scripts: 0 nothing to change, 2 changes
        segplan validate                     check manifests without a store

      ENVIRONMENT
        BIGCOMMERCE_STORE_HASH               which store
        BIGCOMMERCE_ACCESS_TOKEN             the token of an API account with Customers: modify,
        BIGCOMMERCE_ACCESS_TOKEN_FILE        or a file that holds it
        SEGPLAN_API_URL                      in place of https://api.bigcommerce.com; http for loopback only
        SEGPLAN_STATE                        the state file, unless --state is given
        NO_COLOR                             set to anything: no colour

      EXIT STATUS
        0  done; with --detailed-exitcode, nothing to change
        1  error: bad manifest, store or state unreachable, refused credentials
        2  changes (with --detailed-exitcode)
        3  stopped by a guardrail
        64 wrong usage
      """,
    version: ToolVersion.current,
    subcommands: [PlanCommand.self, ValidateCommand.self, ShowCommand.self, StateCommand.self, UnlockCommand.self],
    defaultSubcommand: PlanCommand.self
  )
}
