import ArgumentParser
import Planning

/// How long a plan may be applied.
struct PlanLifetimeOptions: ParsableArguments {
  @Option(
    name: .customLong("plan-ttl"),
    help: ArgumentHelp("How long after it was made a plan may be applied at most: 12h, 7d.", valueName: "time")
  )
  var planTTL = TimeSpan(PlanValidity.standardLifetime, text: "7d")

  init() {}

  func validate() throws {
    if planTTL.duration <= .zero { throw ValidationError("--plan-ttl takes a time above 0.") }
  }
}

/// What holds for a saved plan besides the plan file.
struct SavedPlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Manifests whose guardrails hold for a saved plan; those in the plan file do not count. (default: those in the working folder)",
      valueName: "path"
    ),
    completion: .file()
  )
  var manifests: [String] = []

  @Option(
    help: ArgumentHelp("A segment that a saved plan may empty, by name; repeat it for several.", valueName: "segment")
  )
  var allowEmpty: [String] = []

  @OptionGroup var lifetimeOptions: PlanLifetimeOptions

  init() {}

  var lifetime: TimeSpan { lifetimeOptions.planTTL }
}

/// Whether a plan says which promotions use the segments that it changes.
struct PromotionOptions: ParsableArguments {
  @Flag(
    name: .customLong("no-promotions"),
    help:
      "Do not ask the store which promotions use the changed segments. Needs no flag if the token lacks Marketing: read-only."
  )
  var areNotRead = false

  var areRead: Bool { !areNotRead }
}
