import Diagnostics
import FileAccess
import FoundationEssentials
import Manifests

/// The folders with manifests, as the matrix of a pipeline with one job per store.
enum WorkspaceMatrix {
  /// - Throws: `FileAccessError`; `DiagnosticsError` if there is no workspace, or one is inside another.
  static func show(_ paths: [String], _ context: CommandContext) throws -> ExitStatus {
    let folders = try Self.workspaces(paths)
    guard !folders.isEmpty else {
      throw DiagnosticsError(
        code: "no-workspaces",
        "no folder contains manifests",
        detail: "A workspace is a folder with the manifests (*.yaml, *.yml) of one store. Hidden files and folders do not count."
      )
    }
    let nested = folders.flatMap { outer in folders.filter { Self.lies($0, in: outer) }.map { Self.nested($0, in: outer) } }
    guard nested.isEmpty else { throw DiagnosticsError(diagnostics: nested) }
    let encoder = JSONEncoder()
    // On one line, as GitHub requires for outputs.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // In GitHub's form, every entry is a job with these variables.
    let matrix = ["include": folders.map { ["workspace": $0, "path": $0] }]
    context.console.write(document: Array(try encoder.encode(matrix)) + [UInt8(ascii: "\n")])
    return .success
  }

  /// Every folder at or under the paths that directly contains a manifest, sorted by bytes; a named manifest counts as
  /// its folder.
  static func workspaces(_ paths: [String]) throws(FileAccessError) -> [String] {
    var folders: Set<String> = []
    for path in paths {
      switch try FileAccess.kind(of: path) {
      case .folder?:
        let files = try FileAccess.files(inFolder: path, withExtensions: ConfigurationLoader.extensions)
        folders.formUnion(files.map(FileAccess.folder))
      case .some: folders.insert(FileAccess.folder(of: path))
      case nil: throw .cannotRead(path: path, .missing)
      }
    }
    return folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func lies(_ folder: String, in outer: String) -> Bool {
    guard folder != outer else { return false }
    return outer == "." ? !folder.hasPrefix("/") : folder.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
  }

  /// The job of the outer workspace would also plan the manifests of the inner one, for the wrong store.
  private static func nested(_ folder: String, in outer: String) -> Diagnostic {
    Diagnostic(
      .error,
      code: "nested-workspace",
      summary: "the workspace \"\(folder)\" is inside the workspace \"\(outer)\"",
      detail: "A run also reads all folders inside its folder. Move the manifests of \"\(outer)\" into a separate folder."
    )
  }
}
