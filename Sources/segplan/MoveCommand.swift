import ArgumentParser
import CommandLineSupport

/// `segplan move`.
struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Rename a declared segment in its manifests.",
    discussion: """
      Changes the name where the segment is declared, included and excluded, and pins the segment's id, so that the next plan renames the \
      segment and does not delete and create it. Comments and layout stay. The id is taken from the manifest or else from the state, which \
      has the new name once the rename is applied.
      """
  )

  @Argument(help: ArgumentHelp("The name as it is declared.", valueName: "old"))
  var old: String

  @Argument(help: ArgumentHelp("The name to give it.", valueName: "new"))
  var new: String

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = MoveJob(
      oldName: old,
      newName: new,
      paths: manifests.orWorkingFolder,
      configuration: configuration,
      state: state
    )
    try await runCommand("segplan move", output) { try await job.run($0) }
  }
}
