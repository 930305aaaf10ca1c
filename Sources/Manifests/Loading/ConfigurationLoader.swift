package import Diagnostics
package import FileAccess

/// Reads the manifests of a run from the file system.
package enum ConfigurationLoader {
  /// The maximum size of a manifest.
  package static var maximumBytes: Int { YAMLLimits.standard.bytes }

  package static let extensions: Set<String> = ["yaml", "yml"]

  /// Reads every manifest at these paths: files, and `*.yaml` and `*.yml` in folders and all their subfolders, except
  /// hidden ones.
  ///
  /// A file that several paths lead to is read once. Files with variables do not count as manifests of a folder.
  package static func load(paths: [String], _ options: LoadingOptions) -> ReadConfiguration {
    var assembly = ConfigurationAssembly(options)
    var known: Set<FileIdentity> = []
    for path in paths {
      do throws(FileAccessError) {
        let variableFiles = try options.variableFiles.map { file throws(FileAccessError) in try FileAccess.identity(of: file) }
        let root = try root(of: path)
        for file in try manifests(at: path) {
          // Without an identity, reading the file reports what is wrong.
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
    // A path with a problem explains why there are no manifests.
    if known.isEmpty && !assembly.hasErrors { assembly.add([noManifests(paths)]) }
    return assembly.result()
  }

  /// Reads one manifest from memory, without its lists.
  package static func read(_ bytes: [UInt8], file: String, _ options: LoadingOptions) -> ReadConfiguration {
    var assembly = ConfigurationAssembly(options)
    assembly.add(SourceText(file: file, bytes: bytes))
    return assembly.result()
  }

  private static func load(_ file: String, root: String, _ options: LoadingOptions, into assembly: inout ConfigurationAssembly) {
    do throws(DiagnosticsError) {
      let bytes = try read(file, limit: maximumBytes, root: root, allowsOutside: options.allowsOutside)
      let source = SourceText(file: file, bytes: bytes)
      let folder = FileAccess.folder(of: file)
      assembly.add(source) { group in
        readLists(of: &group.listed, source, folder: folder, root: root, options)
          + readLists(of: &group.excluded, source, folder: folder, root: root, options)
      }
    } catch {
      assembly.add(error.diagnostics)
    }
  }

  private static func readLists(
    of members: inout NamedMembers,
    _ source: SourceText,
    folder: String,
    root: String,
    _ options: LoadingOptions
  ) -> [Diagnostic] {
    let lines = source.lines(Set(members.lists.map(\.range.start.line)))
    let prefix = folder.isEmpty ? "" : FileAccess.join(folder, "")
    return members.lists.flatMap { list in
      var entry = list
      entry.sourceLine = lines[list.range.start.line]
      let read = MemberListLoader.load(entry, manifestFolder: folder, root: root, allowsOutside: options.allowsOutside)
      if !read.files.isEmpty { members.append(read.files, entry, prefix: prefix) }
      return read.diagnostics
    }
  }

  /// Reads a manifest or a file of variables, unless it is a link that leads out of its root.
  ///
  /// Messages and reports quote its text.
  ///
  /// `root` is the folder that the file may not leave, as ``root(of:)`` gives it. `allowsOutside` is `nil` for a
  /// command without `--allow-outside`.
  package static func read(_ file: String, limit: Int, root: String, allowsOutside: Bool?) throws(DiagnosticsError) -> [UInt8] {
    do throws(FileAccessError) {
      guard try FileAccess.kind(of: file) != nil else { throw .cannotRead(path: file, .missing) }
      return try FileAccess.read(file, limit: limit, insideFolder: allowsOutside == true ? nil : FileAccess.realPath(of: root))
    } catch .outsideFolder {
      let option = allowsOutside == nil ? "" : " If you mean this file, add the option:\n\n    --allow-outside"
      let problem = Diagnostic(
        .error,
        code: "manifest-outside",
        summary: "\"\(file)\" leads to a file outside \"\(root)\", the folder of the configuration",
        detail: "It is a link. segplan reads files only from that folder, so that a link cannot show or change others.\(option)"
      )
      throw DiagnosticsError(diagnostics: [problem])
    } catch {
      throw DiagnosticsError(diagnostics: error.diagnostics)
    }
  }

  /// The folder that manifests and lists may not leave.
  ///
  /// A folder is its own root. The root of a file is the working folder if the file is in it, and otherwise the file's
  /// folder.
  package static func root(of path: String) throws(FileAccessError) -> String {
    if try FileAccess.kind(of: path) == .folder { return path }
    let leaves = path.hasPrefix("/") || path.split(separator: "/").contains("..")
    return leaves ? FileAccess.folder(of: path) : "."
  }

  /// The path itself, or the manifests of a folder and all its subfolders, sorted.
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
        Manifests are files named *.yaml or *.yml that are not hidden. Name a manifest, or the folder that holds them:

            segplan segments/
        """
    )
  }
}
