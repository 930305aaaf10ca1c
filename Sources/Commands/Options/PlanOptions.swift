import ArgumentParser
import Planning
import SegmentModel

/// Limits for one run.
struct GuardrailOptions: ParsableArguments {
  @Option(
    help: .value(
      "limit",
      "Removals allowed in each segment, instead of the manifests' limits: a share of its live members (40%) or a number (1200)."
    )
  )
  var maxRemovals: ChangeLimit?

  @Option(
    help: .value(
      "limit",
      "Additions allowed in each segment, instead of the manifests' limits: a share of its live members (300%) or a number (1200)."
    ),
    transform: additionLimit
  )
  var maxAdditions: ChangeLimit?

  @Option(help: .value("n", "Stop if the run would make more changes than this to members and segments."))
  var maxChanges: Int?

  @Flag(help: "Delete segments that are declared with `ensure: absent` without asking again.")
  var allowDelete = false

  @Flag(help: "Rename segments that a manifest pins by id and that no apply has recorded, without asking again.")
  var allowTakeover = false

  func validate() throws {
    if let maxChanges, maxChanges < 0 { throw ValidationError("--max-changes must be 0 or more.") }
  }

  var overrides: GuardrailOverrides {
    var overrides = GuardrailOverrides.none
    overrides.maximumRemovals = maxRemovals
    overrides.maximumAdditions = maxAdditions
    overrides.maximumChanges = maxChanges
    overrides.allowsDeletion = allowDelete
    overrides.allowsTakeover = allowTakeover
    return overrides
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

/// How long a plan may be applied.
struct PlanLifetimeOptions: ParsableArguments {
  @Option(name: .customLong("plan-ttl"), help: .value("time", "How long a plan may be applied after it was made: 12h, 7d."))
  var planTTL = TimeSpan(PlanValidity.standardLifetime, text: "7d")

  func validate() throws {
    if planTTL.duration <= .zero { throw ValidationError("--plan-ttl must be more than 0.") }
  }
}

/// The limits of a saved plan, which never come from the plan file.
struct SavedPlanOptions: ParsableArguments {
  @Option(
    help: .value(
      "path",
      "The manifests that a saved plan was made from: segapply refuses others, and takes the guardrails from them. (default: only the guardrails, from the working folder)"
    ),
    completion: .file()
  )
  var manifests: [String] = []

  @Option(
    help: .value("segment", "A segment that a saved plan may empty, by name; repeat it for several."),
    completion: .declaredSegments
  )
  var allowEmpty: [String] = []

  @OptionGroup var lifetime: PlanLifetimeOptions
}

/// Whether a plan shows which promotions use the segments that it changes.
struct PromotionOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-promotions"),
    help:
      "Do not ask the store which promotions use the changed segments. You need this only if the token has the scope Marketing: read-only."
  )
  var areNotRead = false
}

/// How a plan is shown.
struct PlanViewOptions: ParsableArguments {
  @Flag(help: "Show every member to add and remove, not only 20 of each kind per segment.")
  var allMembers = false
}
