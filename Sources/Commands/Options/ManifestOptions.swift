import ArgumentParser
import Diagnostics
import FileAccess
import Manifests
import Reconciliation
import SegmentModel

/// The manifests of a command.
struct ManifestPaths: ParsableArguments {
  @Argument(
    help: .value("path", "Manifests, or folders to search for *.yaml and *.yml, except hidden files."),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var paths = ["."]
}

/// What else determines what the manifests declare.
struct ConfigurationOptions: ParsableArguments {
  /// The prefix of environment variables that hold values.
  private static let environmentPrefix = "SEGPLAN_VAR_"

  @Option(
    name: .customLong("var"),
    help: .value("name=value", "A value for ${NAME} in names, descriptions and paths of manifests; repeat it for several.")
  )
  var variables: [VariableAssignment] = []

  @Option(
    name: .customLong("var-file"),
    help: .value("file", "A YAML file of such values, one NAME: value per line; repeat it for several. The last one wins."),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var variableFiles: [String] = []

  @Flag(
    name: .customLong("allow-outside"),
    help: "Also read manifests and lists outside the named folders: by absolute paths, `..` or links."
  )
  var allowsOutside = false

  /// The options of the loader.
  ///
  /// A value on the command line wins over one in a file, then come the environment and the manifest.
  ///
  /// - Throws: `DiagnosticsError` with all problems of a file.
  func loading(_ context: CommandContext, on day: CalendarDay? = nil) throws -> LoadingOptions {
    var values: [String: String] = [:]
    for (name, value) in context.environment where name.hasPrefix(Self.environmentPrefix) {
      values[String(name.dropFirst(Self.environmentPrefix.count))] = value
    }
    for file in variableFiles { values.merge(try VariableFile.read(file, allowsOutside: allowsOutside)) { _, later in later } }
    for variable in variables { values[variable.name] = variable.value }
    return LoadingOptions(
      day: day ?? context.today,
      variables: values,
      variableFiles: variableFiles,
      allowsOutside: allowsOutside
    )
  }

  /// Loads the manifests as of a day, today by default.
  func load(_ paths: [String], _ context: CommandContext, on day: CalendarDay? = nil) throws -> LoadedConfiguration {
    try LoadedConfiguration(paths: paths, loading(context, on: day))
  }
}

/// `NAME=value` on the command line.
struct VariableAssignment: ExpressibleByArgument, Sendable {
  let name: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), Variables.isName(argument[..<equals]) else { return nil }
    name = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}

/// The day as of which members count.
struct DayOptions: ParsableArguments {
  @Option(
    help: .value(
      "yyyy-mm-dd",
      "Count members as of this day (UTC) instead of today: those that have started and not expired by then."
    )
  )
  var at: CalendarDay?
}

extension CalendarDay: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}

/// The segments that a command is limited to.
struct TargetOptions: ParsableArguments {
  @Option(
    name: .customLong("target"),
    help: .value("name", "Only this declared segment, by name; repeat it for several. The others do not change."),
    completion: .declaredSegments
  )
  var targets: [String] = []
}

extension CompletionKind {
  /// The names in the manifests of the command line, or of this folder; none if they have a problem.
  static let declaredSegments = CompletionKind.custom { words, _, _ in
    let paths = words.dropFirst().filter { !$0.hasSuffix(".json") && (try? FileAccess.isThere($0)) == true }
    let loaded = try? LoadedConfiguration(paths: paths.isEmpty ? ["."] : paths, LoadingOptions(day: CommandContext.now.day))
    return loaded?.configuration.segments.map(\.name.text) ?? []
  }
}
