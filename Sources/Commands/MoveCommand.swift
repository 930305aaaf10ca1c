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
      Changes the name where the segment is declared, included and excluded, and pins the segment's id, so that the next plan renames the \
      segment and does not delete and create it. Comments and layout stay. The id is taken from the manifest or else from the state, which \
      has the new name once the rename is applied.
      """
  )

  @Argument(help: ArgumentHelp("The name as it is declared.", valueName: "old"))
  var old: String

  @Argument(help: ArgumentHelp("The name to give it.", valueName: "new"))
  var new: String

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State") var state: StateOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let options = try configuration.loading(context.environment, on: context.today)
    let loaded = try LoadedConfiguration(paths: manifests.orWorkingFolder, options).configuration
    let (declaration, new) = try names(loaded)
    let id = try await id(of: declaration, context)
    let renaming = SegmentRenaming(from: declaration.name, to: new, id: id, options)
    var edited: [(file: String, bytes: [UInt8])] = []
    var problems = DiagnosticList()
    for file in loaded.files {
      do throws(DiagnosticsError) {
        if let result = try renaming.edit(file, try bytes(of: file)) { edited.append((file, result)) }
      } catch {
        problems.append(contentsOf: error.diagnostics)
      }
    }
    try problems.throwIfErrors()
    // All of them or none: a half-renamed configuration has references that lead nowhere.
    for file in edited { try FileAccess.requireWritable(fileAt: file.file) }
    for file in edited { try FileAccess.writeDurably(file.bytes, to: file.file) }
    let files = edited.map(\.file).joined(separator: ", ")
    context.console.write("Renamed \"\(declaration.name)\" to \"\(new)\" in \(files).\n")
    context.console.note("\nThe next plan renames the segment \(id) in the store; the state has the new name once it is applied.")
    return .success
  }

  private func bytes(of file: String) throws(DiagnosticsError) -> [UInt8] {
    do throws(FileAccessError) {
      return try FileAccess.read(file, limit: ConfigurationLoader.maximumBytes)
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics)
    }
  }

  /// The declaration of the old name, and the new name, which nobody else may have.
  private func names(_ configuration: Configuration) throws(DiagnosticsError) -> (SegmentDeclaration, SegmentName) {
    var problems = DiagnosticList()
    let declaration = configuration.segments.first { $0.name.text == old }
    if declaration == nil {
      problems.append(
        Diagnostic(
          .error,
          code: "unknown-segment",
          summary: "no manifest declares a segment named \"\(old)\"",
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
    if let rival = configuration.segments.first(where: { $0.name.likeness == name?.likeness && $0.name.text != old }) {
      problems.append(
        Diagnostic(.error, code: "segment-declared-twice", summary: "\"\(rival.name)\" is declared already, at \(rival.range)")
      )
    }
    try problems.throwIfErrors()
    guard let declaration, let name else { throw DiagnosticsError(diagnostics: problems.sorted) }
    return (declaration, name)
  }

  /// Pinned in the manifest, or recorded by the last apply.
  private func id(of declaration: SegmentDeclaration, _ context: CommandContext) async throws -> SegmentID {
    if let id = declaration.id { return id }
    let location = try state.location(context.environment, manifests: manifests.orWorkingFolder)
    let recorded = try await StateStore.withBackend(at: location, context.stateConnection(state)) { backend in
      try await StateStore.readDocument(from: backend)?.segments.first { $0.name == declaration.name.text }?.id
    }
    if let recorded { return recorded }
    throw DiagnosticsError(
      diagnostics: [
        Diagnostic(
          .error,
          code: "unknown-segment-id",
          summary: "nobody says which segment of the store \"\(declaration.name)\" is",
          detail: """
            The manifest does not pin its id, and the state \(location) does not record it. Pin it with `id:` (`segplan import` shows the \
            ids), or apply once before.
            """,
          range: declaration.range
        )
      ]
    )
  }
}
