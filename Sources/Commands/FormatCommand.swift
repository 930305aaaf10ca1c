import ArgumentParser
import Diagnostics
import FileAccess
import Manifests

/// `segplan fmt`.
struct FormatCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Write manifests in their usual form, with every comment kept.",
    discussion: """
      Puts keys and members into order, drops repeated members, writes ids in lower case and indents by two spaces. Prints the \
      names of the files that it changed. A file that it cannot lay out is left as it is, and the exit status is 1.
      """
  )

  @Flag(help: "Write nothing; print the names of files that are not in their form, and exit with 2 if there are any.")
  var check = false

  @Flag(help: "Also print the changes as a unified diff. Without --check the files are still written.")
  var diff = false

  @OptionGroup var manifests: ManifestPaths
  @OptionGroup(title: "Output") var output: OutputOptions

  /// Names the files that are not in their form, and goes on behind one that cannot be formatted.
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
    if check && hasChanges { context.console.note("To write these files in their usual form, run: segplan fmt") }
    return check && hasChanges ? .changes : .success
  }

  /// The manifests at the paths, each once, with the folder that it may not leave.
  private func files(problems: inout DiagnosticList) -> [(file: String, root: String)] {
    var found: [(file: String, root: String)] = []
    var known: Set<FileIdentity> = []
    for path in manifests.orWorkingFolder {
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
