import FoundationEssentials
import Subprocess

/// A program of the package, as a user runs it: the built file, in a process of its own.
package enum Program: String, Sendable {
  case segplan
  case segapply
  case segsim

  /// Where the built program lies: beside the test bundle.
  package var path: String {
    let bundle = URL(filePath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appending(path: rawValue).path(percentEncoded: false)
  }

  /// A program while it runs.
  package struct Running: Sendable {
    fileprivate let send: @Sendable (Signal) throws -> Void

    /// Sends SIGINT, as Ctrl-C does.
    package func interrupt() throws { try send(.interrupt) }

    /// Sends SIGTERM, as a machine that goes down does.
    package func terminate() throws { try send(.terminate) }

    /// Sends SIGHUP, as a terminal that closes does.
    package func hangUp() throws { try send(.terminalClosed) }

    /// Sends SIGQUIT, as Ctrl-\ does.
    package func quit() throws { try send(.quit) }

    /// Sends SIGKILL, which nothing survives.
    package func kill() throws { try send(.kill) }
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - folder: Its working directory.
  ///   - environment: Its environment, beside `PATH` and `HOME`; nothing else is inherited.
  ///   - input: What it reads on standard input.
  ///   - typedInput: A file in the folder, made here, that takes more input while the program runs; with it the input has no end.
  ///   - hasTerminal: Whether its streams are a terminal, one for all of them; needs `script` of util-linux.
  ///   - body: Runs meanwhile.
  /// - Returns: How it ended and what it wrote.
  /// - Throws: What starting it runs into, or what the body throws; how it ends is part of the outcome.
  package func run(
    _ arguments: [String],
    in folder: String,
    environment: [String: String],
    input: String = "",
    typedInput: String? = nil,
    hasTerminal: Bool = false,
    meanwhile body: @Sendable (Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    try await Self.run(
      [path] + arguments,
      in: folder,
      environment: environment,
      input: input,
      typedInput: typedInput,
      hasTerminal: hasTerminal,
      meanwhile: body
    )
  }

  /// Runs a command to its end, in the same way.
  ///
  /// - Throws: What starting it runs into, or what the body throws; how it ends is part of the outcome.
  package static func run(
    _ command: [String],
    in folder: String,
    environment: [String: String],
    input: String = "",
    typedInput: String? = nil,
    hasTerminal: Bool = false,
    meanwhile body: @Sendable (Running) async throws -> Void = { _ in }
  ) async throws -> ChildProcess.Outcome {
    var command = command
    if hasTerminal {
      let line = command.map { "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'" }
      command = ["script", "--quiet", "--return", "--command", line.joined(separator: " "), "/dev/null"]
    }
    if let typedInput {
      // A pipe that its own reader holds open for writing never ends.
      let keepOpen = #"mkfifo "$0" && exec 3<>"$0" && cat >&3 && exec "$@" <&3"#
      command = ["bash", "-c", keepOpen, "\(folder)/\(typedInput)"] + command
    }
    let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
    let all = inherited.merging(environment) { _, given in given }
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments(["-C", folder] + command),
      environment: .custom(Dictionary(uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
      input: .string(input),
      output: .string(limit: 64 << 20),
      error: .string(limit: 64 << 20)
    ) { child in
      try await body(Running(send: { try child.send(signal: $0) }))
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = code }
    return ChildProcess.Outcome(exitCode: exitCode, output: result.standardOutput, errors: result.standardError)
  }
}
