import ArgumentParser
import Diagnostics
import FileAccess
import Manifests

/// `segplan init`.
struct InitCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first manifest, segments.yaml, with comments.",
    discussion: "Never overwrites a file, and talks to no store."
  )

  @Argument(help: ArgumentHelp("The folder to write it into.", valueName: "folder"), completion: .directory)
  var folder = "."

  @OptionGroup(title: "Output") var output: OutputOptions

  /// - Throws: What stands in the way, a file of that name among it.
  func run(_ context: CommandContext) throws -> ExitStatus {
    let path = folder == "." ? FirstManifest.fileName : "\(folder)/\(FirstManifest.fileName)"
    // A name that is taken by anything at all is taken.
    if try FileAccess.isThere(path) {
      throw DiagnosticsError(diagnostics: [
        Diagnostic(
          .error,
          code: "manifest-exists",
          summary: "there is a \"\(path)\" already",
          detail: "It is left as it is. Name another folder, or look at what you have:\n\n    segplan validate \(path)"
        )
      ])
    }
    try FileAccess.writeDurably(Array(FirstManifest.text.utf8), to: path, isPublic: true)
    context.console.write("\(path)\n")
    context.console.note(
      """
      Wrote a first manifest. What to do next:
        1. Declare your segments in \(path).
        2. segplan schema > \(ManifestSchema.fileName)    lets your editor complete and check it
        3. segplan validate                      checks it without a store
        4. segplan                               shows what would change
      Keep the manifests in git, and the state (segplan.state.json) out of it.
      """
    )
    return .success
  }
}
