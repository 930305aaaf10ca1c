import FoundationEssentials
import Subprocess

/// Programs that tests start.
package enum ChildProcess {
  /// What a child left when it ended.
  package struct Outcome: Sendable {
    /// The exit code; `nil` when a signal ended it.
    package let exitCode: Int32?
    package let output: String
    package let errors: String
  }

  /// The command that gives a program namespaces of its own; without the rights of root, by a namespace of users first.
  package static var unshare: [String] {
    ProcessInfo.processInfo.userName == "root" ? ["unshare"] : ["unshare", "--map-root-user"]
  }

  /// Runs a program of the search path to its end.
  ///
  /// - Throws: What starting the child runs into; how it ends is part of the outcome.
  package static func run(_ name: String, _ arguments: [String]) async throws -> Outcome {
    let result = try await Subprocess.run(
      .name(name),
      arguments: Arguments(arguments),
      input: .none,
      output: .string(limit: 64 << 20),
      error: .string(limit: 1 << 20)
    )
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = code }
    return Outcome(exitCode: exitCode, output: result.standardOutput, errors: result.standardError)
  }

  /// Starts a program that says something as soon as it is ready, runs the body, then kills the child with SIGKILL.
  ///
  /// - Parameters:
  ///   - name: The program, found on the search path.
  ///   - arguments: What it is started with.
  ///   - body: Runs while the child does.
  ///   - afterKill: Runs when the child is dead.
  /// - Throws: Whatever the bodies throw, or what starting the child runs into.
  package static func killed(
    _ name: String,
    _ arguments: [String],
    whenReady body: () async throws -> Void,
    afterKill: () async throws -> Void
  ) async throws {
    _ = try await Subprocess.run(
      .name(name),
      arguments: Arguments(arguments),
      input: .none,
      output: .sequence,
      error: .discarded
    ) { child in
      // The first bytes say that the child is ready; without any it has ended, and the body will find out.
      var news = child.standardOutput.makeAsyncIterator()
      _ = try await news.next()
      do {
        try await body()
      } catch {
        try child.send(signal: .kill)
        throw error
      }
      try child.send(signal: .kill)
    }
    try await afterKill()
  }
}
