import Diagnostics
import FileAccess

/// Reads the manifests of a run from the file system.
package enum ConfigurationLoader {
  /// Names that a folder is searched for.
  package static let extensions: Set<String> = ["yaml", "yml"]

  /// Reads every manifest at these paths: files as they are named, folders searched for `*.yaml` and `*.yml` with all folders
  /// in them, hidden ones apart.
  ///
  /// A file that several paths lead to is read once.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - options: What else says what is declared.
  /// - Returns: The configuration, or every reason why there is none.
  package static func load(paths: [String], _ options: LoadingOptions) -> ReadConfiguration {
    var assembly = ConfigurationAssembly(options)
    var known: Set<FileIdentity> = []
    for path in paths {
      do throws(FileAccessError) {
        for file in try manifests(at: path) {
          if let identity = try FileAccess.identity(of: file), !known.insert(identity).inserted { continue }
          load(file, into: &assembly)
        }
      } catch {
        assembly.add(error.diagnostics)
      }
    }
    // Problems of paths say enough; without any, nothing at all was found.
    if known.isEmpty && !assembly.hasErrors { assembly.add([noManifests(paths)]) }
    return assembly.result()
  }

  private static func load(_ file: String, into assembly: inout ConfigurationAssembly) {
    do throws(FileAccessError) {
      let bytes = try FileAccess.read(file, limit: YAMLLimits.standard.bytes)
      assembly.add(SourceText(file: file, bytes: bytes))
    } catch {
      assembly.add(error.diagnostics)
    }
  }

  private static func manifests(at path: String) throws(FileAccessError) -> [String] {
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
