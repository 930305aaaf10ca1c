import Manifests

/// Prints the schema of manifests.
package struct SchemaJob: Sendable {
  package init() {}

  package func run(_ context: CommandContext) -> ExitStatus {
    context.console.write(ManifestSchema.text)
    return .success
  }
}
