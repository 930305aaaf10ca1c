package import ArgumentParser
import Diagnostics

/// `segplan`: plans, and everything else that only reads the store.
package struct Segplan: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "segplan",
    abstract: "Plan the membership of BigCommerce customer segments from manifests.",
    discussion: """
      Manifests (YAML) declare which shopper profiles a customer segment has. segplan compares them with the store and prints \
      what would change; segapply does it. Without a subcommand, segplan plans.

      EXAMPLES
        segplan                             plan the manifests in this folder
        segplan segments/ --out plan.json   plan a folder and save the plan
        segapply plan.json                  do exactly what was saved
        segplan --detailed-exitcode         for scripts: 0 no changes, 2 changes
        segplan validate                    check manifests without a store
        segplan show plan.json --format markdown   for a pull request
        segplan drift                       show changes made outside segapply

      \(HelpText.environment)

      \(HelpText.planExitStatus)
      """,
    version: ToolVersion.description,
    subcommands: [
      PlanCommand.self, ValidateCommand.self, FormatCommand.self, InitCommand.self, SchemaCommand.self, ImportCommand.self,
      MoveCommand.self, ListCommand.self, ExpiringCommand.self, ShowCommand.self, DiffCommand.self, WhyCommand.self,
      DriftCommand.self,
      WatchCommand.self, StateCommand.self, UnlockCommand.self,
    ],
    defaultSubcommand: PlanCommand.self
  )

  package init() {}
}
