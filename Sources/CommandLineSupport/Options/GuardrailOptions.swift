package import ArgumentParser
package import Planning
package import SegmentModel

/// What a person allows for one run.
package struct GuardrailOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Removals allowed in each segment, a share of its live members (40%) or a number (1200), in place of the manifests' limits.",
      valueName: "limit"
    )
  )
  package var maxRemovals: RemovalLimit?

  @Option(help: ArgumentHelp("Stop when the run would change more than this, members and segments together.", valueName: "n"))
  package var maxChanges: Int?

  @Flag(help: "Delete segments that are declared with `ensure: absent` without asking for that again.")
  package var allowDelete = false

  package init() {}

  package func validate() throws {
    if let maxChanges, maxChanges < 0 { throw ValidationError("--max-changes takes a number from 0.") }
  }

  package var overrides: GuardrailOverrides {
    GuardrailOverrides(maximumRemovals: maxRemovals, maximumChanges: maxChanges, allowsDeletion: allowDelete)
  }
}

extension RemovalLimit: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
