import ArgumentParser
import Diagnostics
import FileAccess
import Manifests
import Reconciliation
import SegmentModel
import StateStorage

/// `segplan move`.
struct MoveCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Rename a declared segment in its manifests.",
    discussion: """
      Changes the name where the segment is declared, included and excluded, and pins the segment's id. The next plan then renames the \
      segment instead of deleting and creating it. Comments and layout stay. The id comes from the manifest, else from the state. The \
      state gets the new name when you apply the rename.
      """
  )

  @Argument(help: .value("old", "The declared name."))
  var old: String

  @Argument(help: .value("new", "The new name."))
  var new: String

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let options = try configuration.loading(context)
    let loaded = try LoadedConfiguration(paths: manifests.paths, options).configuration
    let (declaration, new) = try names(loaded)
    let id = try await id(of: declaration, context)
    let renaming = SegmentRenaming(from: declaration.name, to: new, id: id, options)
    var edited: [(file: String, bytes: [UInt8])] = []
    var problems = DiagnosticList()
    for file in loaded.files {
      do {
        let bytes = try FileAccess.read(file, limit: ConfigurationLoader.maximumBytes)
        if let result = try renaming.edit(file, bytes) { edited.append((file, result)) }
      } catch let error as any DiagnosedError {
        problems.append(contentsOf: error.diagnostics)
      }
    }
    try problems.throwIfErrors()
    // All files or none: a half-renamed configuration would have references to a segment that is not declared.
    for file in edited { try FileAccess.requireWritable(fileAt: file.file) }
    for file in edited { try FileAccess.writeDurably(file.bytes, to: file.file) }
    let files = edited.map(\.file).joined(separator: ", ")
    context.console.write("Renamed \"\(declaration.name)\" to \"\(new)\" in \(files).\n")
    context.console.note(
      "\nThe next plan renames the segment \(id) in the store. The state gets the new name when you apply that plan."
    )
    return .success
  }

  /// The declaration of the old name, and the new name, which no other segment may have.
  private func names(_ configuration: Configuration) throws(DiagnosticsError) -> (SegmentDeclaration, SegmentName) {
    var problems = DiagnosticList()
    let declaration = configuration.segments.first { $0.name.text == old }
    if declaration == nil {
      problems.append(
        Diagnostic(
          .error,
          code: "unknown-segment",
          summary: "no manifest declares a segment named \"\(old)\"",
          detail: configuration.groups.contains { $0.name.text == old } ? "It is a set: rename it by hand." : nil,
          suggestion: Suggestion.nearest(to: old, among: configuration.segments.map(\.name.text))
        )
      )
    }
    var name: SegmentName?
    do throws(SegmentNameError) {
      name = try SegmentName(new)
    } catch {
      problems.append(Diagnostic(.error, code: "bad-segment-name", summary: error.description))
    }
    if let rival = configuration.groups.first(where: { $0.name.likeness == name?.likeness && $0.name.text != old }) {
      problems.append(
        Diagnostic(.error, code: "segment-declared-twice", summary: "\"\(rival.name)\" is already declared at \(rival.range)")
      )
    }
    try problems.throwIfErrors()
    guard let declaration, let name else { throw DiagnosticsError(diagnostics: problems.sorted) }
    return (declaration, name)
  }

  /// The id in the manifest, or the one that the last apply recorded.
  private func id(of declaration: SegmentDeclaration, _ context: CommandContext) async throws -> SegmentID {
    if let id = declaration.id { return id }
    let location = try state.location(context, manifests: manifests.paths)
    let recorded = try await state.withBackend(at: location, context) { backend in
      try await StateStore.readDocument(from: backend)?.segments.first { $0.name == declaration.name.text }?.id
    }
    if let recorded { return recorded }
    throw DiagnosticsError(
      code: "unknown-segment-id",
      "the id of segment \"\(declaration.name)\" in the store is unknown",
      detail: """
        The manifest does not pin its id, and the state \(location) does not record it. Pin it with `id:` (`segplan import` shows the ids), or \
        apply the manifests first.
        """,
      range: declaration.range
    )
  }
}
