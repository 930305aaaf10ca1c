import ArgumentParser
import Diagnostics
import FileAccess
import Manifests

/// `segplan init`.
struct InitCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first manifest, segments.yaml, with comments.",
    discussion: "It never replaces a file, and needs no access to the store."
  )

  @Argument(help: .value("folder", "The folder to write it to."), completion: .directory)
  var folder = "."

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let path = folder == "." ? FirstManifest.fileName : "\(folder)/\(FirstManifest.fileName)"
    // Not only a file: a folder or a link of this name is in the way too.
    if try FileAccess.isThere(path) {
      throw DiagnosticsError(
        code: "manifest-exists",
        "\"\(path)\" already exists",
        detail: "It is unchanged. Name another folder, or check the existing manifest:\n\n    segplan validate \(path)"
      )
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
