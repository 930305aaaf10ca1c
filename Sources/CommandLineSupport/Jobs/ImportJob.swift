import Diagnostics
import FileAccess
import Manifests
import Reconciliation
import Reporting
import SegmentModel
import StoreClient

/// Writes manifests for what the store has.
package struct ImportJob: Sendable {
  package let folder: String
  package let names: [String]
  /// Whether files that are there are written over.
  package let isForced: Bool
  package let configuration: ConfigurationOptions
  package let connection: ConnectionOptions

  package init(
    folder: String,
    names: [String],
    isForced: Bool,
    configuration: ConfigurationOptions,
    connection: ConnectionOptions
  ) {
    self.folder = folder
    self.names = names
    self.isForced = isForced
    self.configuration = configuration
    self.connection = connection
  }

  package func run(_ context: CommandContext) async throws -> ExitStatus {
    try FileAccess.requireWritable(folderAt: folder)
    let request = ImportRequest(names: names, declared: try declared(context), workers: connection.parallelism)
    let connected = try StoreConnection(connection, context, manifests: nil)
    let imported = try await StoreClient.withStoreClient(connected.settings) { client in
      try await request.read(client: client)
    }
    context.console.report(imported.notes)
    let files = files(imported.segments)
    try requireFree(files)
    if isForced { try requireDeclaredOnce(imported.segments, files, context) }
    try requireInside(files)
    // All of them or none, as far as that can be known before.
    for file in files where try FileAccess.kind(of: file.path) != nil { try FileAccess.requireWritable(fileAt: file.path) }
    // A list before its manifest: a manifest without its list is an error, a list without manifest is nothing.
    for file in files {
      try FileAccess.createFolder(Self.folder(of: file.path))
      try FileAccess.writeDurably(file.bytes, to: file.path, isPublic: true)
    }
    report(imported.segments, context.console)
    return .success
  }

  /// The manifests that are in the folder; with `--force` they may be the ones to write over.
  private func declared(_ context: CommandContext) throws -> Configuration? {
    guard !isForced, try FileAccess.kind(of: folder) == .folder else { return nil }
    let options = try configuration.loading(context.environment, on: context.today)
    let read = ConfigurationLoader.load(paths: [folder], options)
    if let configuration = read.configuration { return configuration }
    let problems = read.diagnostics.sorted
    // A folder without manifests is where an import begins.
    if problems.allSatisfy({ $0.code == "no-manifests" }) { return nil }
    throw DiagnosticsError(diagnostics: problems)
  }

  private struct File {
    let path: String
    let bytes: [UInt8]
  }

  private func files(_ segments: [ManifestWriter.Segment]) -> [File] {
    var names = FileNames()
    return segments.flatMap { segment -> [File] in
      let name = names.name(for: segment.name.text)
      let list = "members/\(name).csv"
      let manifest = File(
        path: "\(folder)/\(name).yaml",
        bytes: Array(ManifestWriter.manifest(segment, list: list).utf8)
      )
      guard segment.needsList else { return [manifest] }
      return [File(path: "\(folder)/\(list)", bytes: ManifestWriter.list(segment.members)), manifest]
    }
  }

  /// Makes sure that no link leads a file out of the folder.
  private func requireInside(_ files: [File]) throws {
    try FileAccess.createFolder(folder)
    let root = try FileAccess.realPath(of: folder)
    for file in files where try FileAccess.isThere(Self.folder(of: file.path)) {
      try FileAccess.requireInside(file.path, folder: root)
    }
  }

  private func requireFree(_ files: [File]) throws {
    if isForced { return }
    var problems = DiagnosticList()
    // A link that leads nowhere is there, and would be written through.
    for file in files where try FileAccess.isThere(file.path) {
      problems.append(
        Diagnostic(
          .error,
          code: "file-exists",
          summary: "\(file.path) exists already",
          detail: "Nothing was written. Rename that file or import into another folder; --force writes over what is there."
        )
      )
    }
    try problems.throwIfErrors()
  }

  /// Makes sure that no segment is declared in a manifest that stays, besides the one that is written: it may have had another name when
  /// that was imported.
  private func requireDeclaredOnce(_ segments: [ManifestWriter.Segment], _ files: [File], _ context: CommandContext) throws {
    guard try FileAccess.kind(of: folder) == .folder else { return }
    let options = try configuration.loading(context.environment, on: context.today)
    // Manifests that cannot be read are often why one imports by force.
    guard let declared = ConfigurationLoader.load(paths: [folder], options).configuration else { return }
    var replaced: Set<FileIdentity> = []
    for file in files {
      if let identity = try FileAccess.identity(of: file.path) { replaced.insert(identity) }
    }
    let ids = Dictionary(segments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Dictionary(segments.map { ($0.name.likeness, $0) }, uniquingKeysWith: { first, _ in first })
    var problems = DiagnosticList()
    for declaration in declared.segments {
      guard let segment = declaration.id.flatMap({ ids[$0] }) ?? names[declaration.name.likeness],
        let identity = try FileAccess.identity(of: declaration.range.file), !replaced.contains(identity)
      else { continue }
      problems.append(
        Diagnostic(
          .error,
          code: "declared-elsewhere",
          summary: "segment \"\(segment.name)\" would be declared twice: it is declared here as \"\(declaration.name)\"",
          detail: "Nothing was written, since this file stays. Remove the segment from it, or import into another folder.",
          range: declaration.range
        )
      )
    }
    try problems.throwIfErrors()
  }

  private func report(_ segments: [ManifestWriter.Segment], _ console: Console) {
    let members = segments.reduce(0) { $0 + $1.members.count }
    let what = "\(Quantity.of(segments.count, "segment")) with \(Quantity.of(members, "member"))"
    console.write("Imported \(what) into \"\(folder)\".\n")
    guard !segments.isEmpty else { return }
    console.note("\nThe next plan shows no changes for them, and the next apply records them in the state:")
    console.note("\n    segplan \(folder)")
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}
