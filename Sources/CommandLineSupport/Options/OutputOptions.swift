package import ArgumentParser

/// How a command talks.
package struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to use colour; auto means on a terminal, unless NO_COLOR is set.", valueName: "when"))
  package var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Say less: no notes and no progress, only the result and problems.")
  package var quiet = false

  @Flag(name: .shortAndLong, help: "Log every request (method, path, status, request id) on standard error.")
  package var verbose = false

  @Option(help: ArgumentHelp("How logs look.", valueName: "format"))
  package var logFormat: LogFormat = .text

  @Flag(help: "Print short hashes in place of ids, and no emails or customer numbers, for logs that the public reads.")
  package var redactMembers = false

  package init() {}
}

extension ColorChoice: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
