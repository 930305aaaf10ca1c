import Diagnostics
import FileAccess
import Manifests

/// Writes manifests in their usual form, or tells which are not in it.
package struct FormatJob: Sendable {
  package let paths: [String]
  /// Nothing is written, and files that are not in their form make the exit status 2.
  package let isCheck: Bool
  package let showsDifference: Bool

  package init(paths: [String], isCheck: Bool, showsDifference: Bool) {
    self.paths = paths
    self.isCheck = isCheck
    self.showsDifference = showsDifference
  }

  /// Names the files that are not in their form, and goes on behind one that cannot be formatted.
  package func run(_ context: CommandContext) throws -> ExitStatus {
    var problems = DiagnosticList()
    var hasChanges = false
    for (file, root) in files(problems: &problems) {
      do {
        let bytes = try ConfigurationLoader.read(file, limit: ManifestFormatter.largestFile, root: root, allowsOutside: nil)
        let formatted = try ManifestFormatter.format(bytes, file: file)
        if formatted == bytes { continue }
        if !isCheck { try FileAccess.writeDurably(formatted, to: file) }
        hasChanges = true
        context.console.write("\(file)\n")
        if showsDifference { context.console.write(UnifiedDifference(from: bytes, to: formatted).text(name: file)) }
      } catch let error as any DiagnosedError {
        problems.append(contentsOf: error.diagnostics)
      }
    }
    context.console.report(problems.sorted)
    if problems.hasErrors { return .failure }
    return isCheck && hasChanges ? .changes : .success
  }

  /// The manifests at the paths, each once, with the folder that it may not leave.
  private func files(problems: inout DiagnosticList) -> [(file: String, root: String)] {
    var found: [(file: String, root: String)] = []
    var known: Set<FileIdentity> = []
    for path in paths {
      do throws(FileAccessError) {
        let root = try ConfigurationLoader.root(of: path)
        for name in try ConfigurationLoader.manifests(at: path) {
          // One that cannot be looked at is told when it is read.
          if let identity = try? FileAccess.identity(of: name), !known.insert(identity).inserted { continue }
          found.append((name, root))
        }
      } catch {
        problems.append(contentsOf: error.diagnostics)
      }
    }
    return found
  }
}
