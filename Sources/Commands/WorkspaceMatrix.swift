import Diagnostics
import FileAccess
import FoundationEssentials
import Manifests

/// The folders that hold manifests as the matrix that a pipeline fans out over: a job a store.
enum WorkspaceMatrix {
  /// - Throws: `FileAccessError`; `DiagnosticsError` when there is no workspace at all, or one lies in another.
  static func show(_ paths: [String], _ context: CommandContext) throws -> ExitStatus {
    let folders = try Self.workspaces(paths)
    guard !folders.isEmpty else { throw DiagnosticsError(diagnostics: [Self.noWorkspaces]) }
    let nested = folders.flatMap { outer in folders.filter { Self.lies($0, in: outer) }.map { Self.nested($0, in: outer) } }
    guard nested.isEmpty else { throw DiagnosticsError(diagnostics: nested) }
    let encoder = JSONEncoder()
    // One line: GitHub's outputs take no more.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let matrix = Matrix(include: folders.map { Workspace(workspace: $0, path: $0) })
    context.console.write(document: Array(try encoder.encode(matrix)) + [UInt8(ascii: "\n")])
    return .success
  }

  /// Every folder at or under the paths that holds a manifest itself, each once, sorted by its bytes.
  ///
  /// A manifest that is named stands for the folder it lies in.
  static func workspaces(_ paths: [String]) throws(FileAccessError) -> [String] {
    var folders: Set<String> = []
    for path in paths {
      switch try FileAccess.kind(of: path) {
      case .folder?:
        let files = try FileAccess.files(inFolder: path, withExtensions: ConfigurationLoader.extensions)
        folders.formUnion(files.map(folder))
      case .some: folders.insert(folder(of: path))
      case nil: throw .cannotRead(path: path, .missing)
      }
    }
    return folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The folder of a file; `.` for one in the working folder.
  private static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  private static func lies(_ folder: String, in outer: String) -> Bool {
    guard folder != outer else { return false }
    return outer == "." ? !folder.hasPrefix("/") : folder.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
  }

  private static let noWorkspaces = Diagnostic(
    .error,
    code: "no-workspaces",
    summary: "no folder holds manifests",
    detail: "A workspace is a folder with the manifests (*.yaml, *.yml) of one store; hidden ones are passed over."
  )

  /// The job of the outer one would plan the inner one's manifests too, for its own store.
  private static func nested(_ folder: String, in outer: String) -> Diagnostic {
    Diagnostic(
      .error,
      code: "nested-workspace",
      summary: "the workspace \"\(folder)\" lies in the workspace \"\(outer)\"",
      detail:
        "A run reads all folders in the one that it is given. Move the manifests of \"\(outer)\" into a folder of their own."
    )
  }

  /// GitHub's form: every entry is a job with these variables.
  private struct Matrix: Encodable {
    let include: [Workspace]
  }

  private struct Workspace: Encodable {
    let workspace: String
    let path: String
  }
}
