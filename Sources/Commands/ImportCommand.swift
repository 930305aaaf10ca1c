import ArgumentParser
import Diagnostics
import FileAccess
import Manifests
import Reconciliation
import Reporting
import SegmentModel
import StoreClient

/// `segplan import`.
struct ImportCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write manifests for segments that the store has.",
    discussion: """
      Writes a manifest a segment into a folder, pinned to the segment's id. More than 200 members go into a CSV file beside it. A segment that \
      a manifest in the folder declares already is left out. Nothing in the store changes, and the next plan shows no changes; the next \
      apply records the segments in the state.
      """
  )

  @Argument(
    help: ArgumentHelp("The folder to write to; it is made if need be. (default: .)", valueName: "folder"),
    completion: .directory
  )
  var folder = "."

  @Option(
    name: .customLong("segment"),
    help: ArgumentHelp("Only this segment, by its name in the store; repeat it for several.", valueName: "name")
  )
  var segments: [String] = []

  @Flag(help: "Write over files that are there.")
  var force = false

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    // `segplan import "$FOLDER"` without a value would write into the root of the file system.
    if folder.isEmpty { throw ValidationError("The name of the folder is empty.") }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    try FileAccess.requireWritable(folderAt: folder)
    let request = ImportRequest(names: segments, declared: try declared(context))
    let connected = try StoreConnection(connection, context, manifests: nil)
    let imported = try await StoreClient.withStoreClient(connected.settings) { client in
      try await request.read(client: client)
    }
    context.console.report(imported.notes)
    let files = files(imported.segments)
    try requireFree(files)
    if force { try requireDeclaredOnce(imported.segments, files, context) }
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
    guard !force, try FileAccess.kind(of: folder) == .folder else { return nil }
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
    if force { return }
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
    let segments = Dictionary(segments.map { ($0.name.likeness, $0) }, uniquingKeysWith: { first, _ in first })
    var problems = DiagnosticList()
    for declaration in declared.segments {
      guard let segment = declaration.id.flatMap({ ids[$0] }) ?? segments[declaration.name.likeness],
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
