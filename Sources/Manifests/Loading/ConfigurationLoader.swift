package import Diagnostics
package import FileAccess

/// Reads the manifests of a run from the file system.
package enum ConfigurationLoader {
  /// How many bytes a manifest may have.
  package static var maximumBytes: Int { YAMLLimits.standard.bytes }

  /// Names that a folder is searched for.
  package static let extensions: Set<String> = ["yaml", "yml"]

  /// Reads every manifest at these paths: files as they are named, folders searched for `*.yaml` and `*.yml` with all folders
  /// in them, hidden ones apart.
  ///
  /// A file that several paths lead to is read once. A file with variables that lies in a folder is no manifest.
  package static func load(paths: [String], _ options: LoadingOptions) -> ReadConfiguration {
    var assembly = ConfigurationAssembly(options)
    var known: Set<FileIdentity> = []
    for path in paths {
      do throws(FileAccessError) {
        let variableFiles = try identities(of: options.variableFiles)
        let root = try root(of: path)
        for file in try manifests(at: path) {
          // One that cannot be looked at is told when it is read.
          if let identity = try? FileAccess.identity(of: file) {
            if file != path && variableFiles.contains(identity) { continue }
            guard known.insert(identity).inserted else { continue }
          }
          load(file, root: root, options, into: &assembly)
        }
      } catch {
        assembly.add(error.diagnostics)
      }
    }
    // Problems of paths say enough; without any, nothing at all was found.
    if known.isEmpty && !assembly.hasErrors { assembly.add([noManifests(paths)]) }
    return assembly.result()
  }

  /// Reads one manifest that is in memory already; the lists that it names are left out.
  package static func read(_ bytes: [UInt8], file: String, _ options: LoadingOptions) -> ReadConfiguration {
    var assembly = ConfigurationAssembly(options)
    assembly.add(SourceText(file: file, bytes: bytes))
    return assembly.result()
  }

  private static func load(
    _ file: String,
    root: String,
    _ options: LoadingOptions,
    into assembly: inout ConfigurationAssembly
  ) {
    do throws(DiagnosticsError) {
      let bytes = try read(file, limit: YAMLLimits.standard.bytes, root: root, allowsOutside: options.allowsOutside)
      let source = SourceText(file: file, bytes: bytes)
      let folder = FileAccess.folder(of: file)
      assembly.add(source) { segment in readLists(of: &segment, source, folder: folder, root: root, options) }
    } catch {
      assembly.add(error.diagnostics)
    }
  }

  private static func readLists(
    of segment: inout SegmentDeclaration,
    _ source: SourceText,
    folder: String,
    root: String,
    _ options: LoadingOptions
  ) -> [Diagnostic] {
    let lines = source.lines(Set(segment.lists.map(\.range.start.line)))
    let prefix = folder.isEmpty ? "" : FileAccess.join(folder, "")
    return segment.lists.flatMap { list in
      var entry = list
      entry.sourceLine = lines[list.range.start.line]
      let read = MemberListLoader.load(entry, manifestFolder: folder, root: root, allowsOutside: options.allowsOutside)
      if let members = read.list { segment.append(members, entry, prefix: prefix) }
      return read.diagnostics
    }
  }

  /// Reads a manifest, or a file of variables, unless it is a link that leads out of its root: its text is quoted in messages and reports.
  ///
  /// `root` is the folder that it may not leave, as ``root(of:)`` gives it. `allowsOutside` is `nil` for a command that has no
  /// `--allow-outside`.
  package static func read(
    _ file: String,
    limit: Int,
    root: String,
    allowsOutside: Bool?
  ) throws(DiagnosticsError) -> [UInt8] {
    do throws(FileAccessError) {
      guard try FileAccess.kind(of: file) != nil else { throw .cannotRead(path: file, .missing) }
      return try FileAccess.read(file, limit: limit, insideFolder: allowsOutside == true ? nil : FileAccess.realPath(of: root))
    } catch .outsideFolder {
      let option = allowsOutside == nil ? "" : " If this is meant, add the option:\n\n    --allow-outside"
      let problem = Diagnostic(
        .error,
        code: "manifest-outside",
        summary: "\"\(file)\" leads out of \"\(root)\", the folder of the configuration",
        detail:
          "It is a link. Files are read from that folder alone, so that no link can have other files shown or written.\(option)"
      )
      throw DiagnosticsError(diagnostics: [problem])
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics)
    }
  }

  /// The folder that manifests and lists may not leave: the one that is named; for a manifest in the working folder that folder, for any
  /// other its own.
  package static func root(of path: String) throws(FileAccessError) -> String {
    if try FileAccess.kind(of: path) == .folder { return path }
    let leaves = path.hasPrefix("/") || path.split(separator: "/").contains("..")
    return leaves ? FileAccess.folder(of: path) : "."
  }

  private static func identities(of files: [String]) throws(FileAccessError) -> Set<FileIdentity> {
    var identities: Set<FileIdentity> = []
    for file in files {
      if let identity = try FileAccess.identity(of: file) { identities.insert(identity) }
    }
    return identities
  }

  /// The manifests that a path stands for: itself, or those of a folder and all folders in it, by name.
  package static func manifests(at path: String) throws(FileAccessError) -> [String] {
    guard try FileAccess.kind(of: path) == .folder else { return [path] }
    return try FileAccess.files(inFolder: path, withExtensions: extensions)
  }

  private static func noManifests(_ paths: [String]) -> Diagnostic {
    let places = paths.map { $0 == "." ? "this folder" : "\"\($0)\"" }.joined(separator: ", ")
    return Diagnostic(
      .error,
      code: "no-manifests",
      summary: "there are no manifests in \(places)",
      detail: """
        Manifests are files named *.yaml or *.yml; hidden ones are passed over. Name a manifest, or the folder that holds them:

            segplan segments/
        """
    )
  }
}
