import ArgumentParser
import CommandLineSupport

/// `segplan fmt`.
struct FormatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Write manifests in their usual form, with every comment kept.",
    discussion: """
      Puts keys and members into order, drops repeated members, writes ids in lower case and indents by two spaces. Prints the \
      names of the files that it changed. A file that it cannot lay out is left as it is, and the exit status is 1.
      """
  )

  @Flag(help: "Write nothing; print the names of files that are not in their form, and exit with 2 if there are any.")
  var check = false

  @Flag(help: "Print what changes as well, in the unified format. The files are written all the same, unless --check is given.")
  var diff = false

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let job = FormatJob(paths: manifests.orWorkingFolder, isCheck: check, showsDifference: diff)
    try await runCommand("segplan fmt", output) { try job.run($0) }
  }
}
