import ArgumentParser

/// How a command talks.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to use colour; auto means on a terminal, unless NO_COLOR is set.", valueName: "when"))
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Print the verdict and the problems only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Log every request (method, path, status, request id) on standard error.")
  var verbose = false

  @Option(help: ArgumentHelp("How logs look.", valueName: "format"))
  var logFormat: LogFormat = .text

  @Flag(help: "Print short hashes in place of ids, and no emails or customer numbers, for logs that the public reads.")
  var redactMembers = false

  init() {}
}

extension ColorChoice: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
