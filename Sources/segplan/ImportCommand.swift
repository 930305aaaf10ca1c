import ArgumentParser
import CommandLineSupport

/// `segplan import`.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write manifests for segments that the store has.",
    discussion: """
      Writes a manifest a segment into a folder, pinned to the segment's id. More than 200 members go into a CSV file beside it. A segment that \
      a manifest in the folder declares already is left out. Nothing in the store changes, and the next plan shows no changes; the next \
      apply records the segments in the state.
      """
  )

  @Argument(
    help: ArgumentHelp("The folder to write to; it is made if need be. (default: .)", valueName: "folder"),
    completion: .directory
  )
  var folder = "."

  @Option(
    name: .customLong("segment"),
    help: ArgumentHelp("Only this segment, by its name in the store; repeat it for several.", valueName: "name")
  )
  var segments: [String] = []

  @Flag(help: "Write over files that are there.")
  var force = false

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    // `segplan import "$FOLDER"` without a value would write into the root of the file system.
    if folder.isEmpty { throw ValidationError("The name of the folder is empty.") }
  }

  func run() async throws {
    let job = ImportJob(
      folder: folder,
      names: segments,
      isForced: force,
      configuration: configuration,
      connection: connection
    )
    try await runCommand("segplan import", output) { try await job.run($0) }
  }
}
