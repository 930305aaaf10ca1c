import ArgumentParser
import Diagnostics
import Manifests
import SegmentModel

/// What else than the manifests says what is declared.
struct ConfigurationOptions: ParsableArguments {
  /// What the names of variables in the environment begin with.
  static let environmentPrefix = "SEGPLAN_VAR_"

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp(
      "A value for ${NAME} in names, descriptions and paths of manifests; repeat it for several.",
      valueName: "name=value"
    )
  )
  var variables: [VariableAssignment] = []

  @Option(
    name: .customLong("var-file"),
    help: ArgumentHelp(
      "A YAML file of such values, NAME: value a line; repeat it for several, the last one wins.",
      valueName: "file"
    ),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var variableFiles: [String] = []

  @Flag(
    name: .customLong("allow-outside"),
    help: "Read manifests and lists from outside the folders that are named, by absolute paths, `..` or links."
  )
  var allowsOutside = false

  init() {}

  /// What the loader is to know.
  ///
  /// A value on the command line comes before one in a file, that before one in the environment, that before one in a manifest.
  ///
  /// - Parameters:
  ///   - environment: Its variables that begin with ``environmentPrefix`` count.
  ///   - day: The day as of which members count.
  /// - Returns: The options.
  /// - Throws: `DiagnosticsError` with everything that is wrong with a file.
  func loading(_ environment: [String: String], on day: CalendarDay) throws -> LoadingOptions {
    var values: [String: String] = [:]
    for (name, value) in environment where name.hasPrefix(Self.environmentPrefix) {
      values[String(name.dropFirst(Self.environmentPrefix.count))] = value
    }
    for file in variableFiles { values.merge(try VariableFile.read(file, allowsOutside: allowsOutside)) { _, later in later } }
    for variable in variables { values[variable.name] = variable.value }
    return LoadingOptions(day: day, variables: values, variableFiles: variableFiles, allowsOutside: allowsOutside)
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

/// The day as of which a command looks at the manifests.
struct DayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take members as they count on this day (UTC), not today: what has expired by then, what has started.",
      valueName: "yyyy-mm-dd"
    )
  )
  var at: CalendarDay?

  init() {}
}

extension CalendarDay: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
