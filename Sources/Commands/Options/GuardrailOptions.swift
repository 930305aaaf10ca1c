import ArgumentParser
import Planning
import SegmentModel

/// What a person allows for one run.
struct GuardrailOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Removals allowed in each segment, a share of its live members (40%) or a number (1200), in place of the manifests' limits.",
      valueName: "limit"
    )
  )
  var maxRemovals: ChangeLimit?

  @Option(
    help: ArgumentHelp(
      "Additions allowed in each segment, a share of its live members (300%) or a number (1200), in place of the manifests' limits.",
      valueName: "limit"
    ),
    transform: additionLimit
  )
  var maxAdditions: ChangeLimit?

  @Option(help: ArgumentHelp("Stop when the run would change more than this, members and segments together.", valueName: "n"))
  var maxChanges: Int?

  @Flag(help: "Delete segments that are declared with `ensure: absent` without asking for that again.")
  var allowDelete = false

  @Flag(help: "Rename segments that the state does not know, where a manifest pins their id, without asking for that again.")
  var allowTakeover = false

  init() {}

  func validate() throws {
    if let maxChanges, maxChanges < 0 { throw ValidationError("--max-changes takes a number from 0.") }
  }

  var overrides: GuardrailOverrides {
    GuardrailOverrides(
      maximumRemovals: maxRemovals,
      maximumAdditions: maxAdditions,
      maximumChanges: maxChanges,
      allowsDeletion: allowDelete,
      allowsTakeover: allowTakeover
    )
  }

  private static func additionLimit(_ text: String) throws -> ChangeLimit {
    if let limit = ChangeLimit(text, maximumPercent: ChangeLimit.maximumAdditionPercent) { return limit }
    throw ValidationError(
      "--max-additions takes a share of the live members, such as 300%, or a number of members, such as 1200."
    )
  }
}

extension ChangeLimit: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
