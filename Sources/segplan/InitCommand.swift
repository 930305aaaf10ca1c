import ArgumentParser
import CommandLineSupport

/// `segplan init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first manifest, segments.yaml, with comments.",
    discussion: "Never overwrites a file, and talks to no store."
  )

  @Argument(help: ArgumentHelp("The folder to write it into.", valueName: "folder"), completion: .directory)
  var folder = "."

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = InitJob(folder: folder)
    try await runCommand("segplan init", output) { try job.run($0) }
  }
}
