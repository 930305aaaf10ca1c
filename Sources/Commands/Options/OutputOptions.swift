import ArgumentParser

/// What a command prints besides its result.
struct OutputOptions: ParsableArguments {
  @Option(help: .value("when", "When to use colour; auto means on a terminal, unless NO_COLOR is set."))
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Print only the verdict and the problems.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Log every request (method, path, status, request id) on standard error.")
  var verbose = false

  @Option(help: .value("format", "The format of logs."))
  var logFormat: LogFormat = .text

  @Flag(help: "Print short hashes instead of ids, and no emails or customer numbers, for public logs.")
  var redactMembers = false
}

extension ColorChoice: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}
