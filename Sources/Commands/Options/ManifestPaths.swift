import ArgumentParser

/// The manifests of a command.
struct ManifestPaths: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Manifests, or folders to search for *.yaml and *.yml, hidden files apart. (default: .)",
      valueName: "path"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var paths: [String] = []

  init() {}

  var orWorkingFolder: [String] { paths.isEmpty ? ["."] : paths }
}

/// Which of the declared segments a command is about.
struct TargetOptions: ParsableArguments {
  @Option(
    name: .customLong("target"),
    help: ArgumentHelp(
      "Only this declared segment, by name; repeat it for several. All others are left alone.",
      valueName: "name"
    )
  )
  var targets: [String] = []

  init() {}
}

/// How a plan is shown.
struct PlanViewOptions: ParsableArguments {
  @Flag(help: "Show every member to add and remove, not 20 of a kind in a segment.")
  var allMembers = false

  init() {}
}
