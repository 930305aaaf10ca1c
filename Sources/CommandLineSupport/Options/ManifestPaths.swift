package import ArgumentParser

/// The manifests of a command.
package struct ManifestPaths: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Manifests, or folders to search for *.yaml and *.yml, hidden files apart. (default: .)",
      valueName: "path"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  package var paths: [String] = []

  package init() {}

  package var orWorkingFolder: [String] { paths.isEmpty ? ["."] : paths }
}

/// Which of the declared segments a command is about.
package struct TargetOptions: ParsableArguments {
  @Option(
    name: .customLong("target"),
    help: ArgumentHelp(
      "Only this declared segment, by name; repeat it for several. All others are left alone.",
      valueName: "name"
    )
  )
  package var targets: [String] = []

  package init() {}
}

/// How a plan is shown.
package struct PlanViewOptions: ParsableArguments {
  @Flag(help: "Show every member to add and remove, not 20 of a kind in a segment.")
  package var allMembers = false

  package init() {}
}
