import ArgumentParser
import Diagnostics
import FileAccess
import Manifests

/// `segplan init`.
struct InitCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first manifest, segments.yaml, with comments and a list of members.",
    discussion: "It never replaces a file, and needs no access to the store."
  )

  @Argument(help: .value("folder", "The folder to write to."), completion: .directory)
  var folder = "."

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    let paths = [FirstManifest.fileName, FirstManifest.listName].map { folder == "." ? $0 : "\(folder)/\($0)" }
    // Not only a file: a folder or a link of this name is in the way too.
    if let path = try paths.first(where: FileAccess.isThere) {
      throw DiagnosticsError(
        code: "manifest-exists",
        "\"\(path)\" already exists",
        detail: "Nothing was written. Name another folder, or check the existing manifests:\n\n    segplan validate \(folder)"
      )
    }
    // The list first: a manifest without its list is an error.
    for (path, text) in zip(paths, [FirstManifest.text, FirstManifest.list]).reversed() {
      try FileAccess.writeDurably(Array(text.utf8), to: path, isPublic: true)
    }
    context.console.write(paths.map { "\($0)\n" }.joined())
    context.console.note(
      """
      Wrote a first manifest. What to do next:
        1. Replace the examples in \(paths.joined(separator: " and ")).
        2. segplan schema > \(ManifestSchema.fileName)    lets your editor complete and check it
        3. segplan validate                      checks it without a store
        4. segplan                               shows what would change
      Keep the manifests in git, and the state (segplan.state.json) out of it.
      """
    )
    return .success
  }
}
