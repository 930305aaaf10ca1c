import ArgumentParser
import Diagnostics
import FileAccess
import Manifests

/// `segplan fmt`.
struct FormatCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Rewrite manifests in the standard format. Comments stay.",
    discussion: """
      Sorts keys and members, drops repeated members, writes ids in lower case and indents by two spaces. Prints the names of the changed \
      files. It does not change a file that it cannot format, and then exits with 1.
      """
  )

  @Flag(help: "Write nothing; print the names of files that are not formatted, and exit with 2 if there are any.")
  var check = false

  @Flag(help: "Also print the changes as a unified diff. Without --check, the files are still written.")
  var diff = false

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) throws -> ExitStatus {
    var problems = DiagnosticList()
    var hasChanges = false
    for (file, root) in files(problems: &problems) {
      do {
        let bytes = try ConfigurationLoader.read(file, limit: ConfigurationLoader.maximumBytes, root: root, allowsOutside: nil)
        let formatted = try ManifestFormatter.format(bytes, file: file)
        if formatted == bytes { continue }
        if !check { try FileAccess.writeDurably(formatted, to: file) }
        hasChanges = true
        context.console.write("\(file)\n")
        if diff { context.console.write(UnifiedDifference(from: bytes, to: formatted).text(name: file)) }
      } catch let error as any DiagnosedError {
        problems.append(contentsOf: error.diagnostics)
      }
    }
    context.console.report(problems.sorted)
    if problems.hasErrors { return .failure }
    if check && hasChanges { context.console.note("To format these files, run: segplan fmt") }
    return check && hasChanges ? .changes : .success
  }

  /// The manifests at the paths, each once, with the folder that they must not leave.
  private func files(problems: inout DiagnosticList) -> [(file: String, root: String)] {
    var found: [(file: String, root: String)] = []
    var known: Set<FileIdentity> = []
    for path in manifests.paths {
      do throws(FileAccessError) {
        let root = try ConfigurationLoader.root(of: path)
        for name in try ConfigurationLoader.manifests(at: path) {
          // A file that cannot be inspected is reported when it is read.
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
