import ArgumentParser
import Diagnostics
import FileAccess
import Manifests
import Reconciliation
import Reporting
import SegmentModel
import StoreClient

extension ImportedNaming: ExpressibleByArgument {}

/// `segplan import`.
struct ImportCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write manifests for segments of the store.",
    discussion: """
      Writes one manifest per segment into a folder, pinned to the segment's id. It names members by customer number, with the shopper \
      profile id beside it. A member whose customer the store does not name is written by profile id. More than 200 members go into a CSV \
      file in the folder "members". Segments that a manifest in the folder already declares are left out. The store does not change, and the \
      next plan shows no changes. The next apply records the segments in the state.
      """
  )

  @Argument(help: .value("folder", "The folder to write to; it is created if it does not exist."), completion: .directory)
  var folder = "."

  @Option(
    name: .customLong("segment"),
    help: .value("name", "Only this segment, by its name in the store; repeat it for several.")
  )
  var segments: [String] = []

  @Option(
    name: .customLong("as"),
    help: "What names members in the manifests: their customer number, or their shopper profile id."
  )
  var naming = ImportedNaming.customer

  @Flag(help: "Replace existing files.")
  var force = false

  @OptionGroup(title: "Manifests") var configuration: ConfigurationOptions
  @OptionGroup(title: "State and store") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    // `segplan import "$FOLDER"` with an empty variable would write into the root of the file system.
    if folder.isEmpty { throw ValidationError("The name of the folder is empty.") }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    try FileAccess.requireWritable(folderAt: folder)
    let request = ImportRequest(names: segments, declared: try declared(context), naming: naming)
    let connected = try StoreConnection(connection, context, manifests: nil)
    let imported = try await StoreClient.withStoreClient(connected.settings) { client in
      try await request.read(client: client)
    }
    context.console.report(imported.notes)
    let files = files(imported.segments)
    try requireFree(files)
    if force { try requireDeclaredOnce(imported.segments, files, context) }
    try requireInside(files)
    // All files or none, as far as this can be checked before.
    for file in files where try FileAccess.kind(of: file.path) != nil { try FileAccess.requireWritable(fileAt: file.path) }
    // A list comes before its manifest: a manifest without its list is an error, a list without its manifest is not.
    for file in files {
      try FileAccess.createFolder(FileAccess.folder(of: file.path))
      try FileAccess.writeDurably(file.bytes, to: file.path, isPublic: true)
    }
    report(imported.segments, context.console)
    return .success
  }

  /// The manifests in the folder; none with `--force`, which may replace them.
  private func declared(_ context: CommandContext) throws -> Configuration? {
    guard !force, try FileAccess.kind(of: folder) == .folder else { return nil }
    let read = ConfigurationLoader.load(paths: [folder], try configuration.loading(context))
    if let configuration = read.configuration { return configuration }
    let problems = read.diagnostics.sorted
    // A first import finds no manifests.
    if problems.allSatisfy({ $0.code == "no-manifests" }) { return nil }
    throw DiagnosticsError(diagnostics: problems)
  }

  private typealias File = (path: String, bytes: [UInt8])

  private func files(_ segments: [ManifestWriter.Segment]) -> [File] {
    var names = FileNames()
    return segments.flatMap { segment -> [File] in
      let files = ManifestWriter.files(segment, named: names.name(for: segment.name.text))
      return files.map { ("\(folder)/\($0.path)", $0.bytes) }
    }
  }

  /// Makes sure that no link leads out of the folder.
  private func requireInside(_ files: [File]) throws {
    try FileAccess.createFolder(folder)
    let root = try FileAccess.realPath(of: folder)
    for file in files where try FileAccess.isThere(FileAccess.folder(of: file.path)) {
      try FileAccess.requireInside(file.path, folder: root)
    }
  }

  private func requireFree(_ files: [File]) throws {
    if force { return }
    // A dangling link counts too: writing would create its target.
    let problems = try files.filter { try FileAccess.isThere($0.path) }.map { file in
      Diagnostic(
        .error,
        code: "file-exists",
        summary: "\(file.path) already exists",
        detail: "Nothing was written. Rename that file, import into another folder, or use --force to replace existing files."
      )
    }
    if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
  }

  /// Makes sure that no manifest that stays declares an imported segment, perhaps under an earlier name.
  private func requireDeclaredOnce(_ segments: [ManifestWriter.Segment], _ files: [File], _ context: CommandContext) throws {
    guard try FileAccess.kind(of: folder) == .folder else { return }
    // A forced import may be there to replace manifests that cannot be read.
    let options = try configuration.loading(context)
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
          detail:
            "Nothing was written, because this file would still declare the segment. Remove it there, or import into another folder.",
          range: declaration.range
        )
      )
    }
    try problems.throwIfErrors()
  }

  private func report(_ segments: [ManifestWriter.Segment], _ console: Console) {
    let members = segments.reduce(0) { $0 + $1.members.profiles.count }
    let what = "\(Quantity.of(segments.count, "segment")) with \(Quantity.of(members, "member"))"
    console.write("Imported \(what) into \"\(folder)\".\n")
    guard !segments.isEmpty else { return }
    console.note("\nThe next plan shows no changes for them, and the next apply records them in the state:")
    console.note("\n    segplan \(folder)")
  }
}
