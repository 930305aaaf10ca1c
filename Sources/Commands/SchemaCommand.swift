import ArgumentParser
import Manifests

/// `segplan schema`.
struct SchemaCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of manifests, for editors.",
    discussion: """
      Save it beside the manifests, and begin each manifest with a line that names it:
        # yaml-language-server: $schema=segplan.schema.json
      """
  )

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) -> ExitStatus {
    context.console.write(ManifestSchema.text)
    return .success
  }
}
