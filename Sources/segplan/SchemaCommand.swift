import ArgumentParser
import CommandLineSupport

/// `segplan schema`.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of manifests, for editors.",
    discussion: """
      Write it beside the manifests, and begin each of them with a line that names it:
        # yaml-language-server: $schema=segplan.schema.json
      """
  )

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    try await runCommand("segplan schema", output) { SchemaJob().run($0) }
  }
}
