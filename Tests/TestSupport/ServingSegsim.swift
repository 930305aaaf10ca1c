import Subprocess

/// `segsim` in a process of its own, serving on a free port.
package enum ServingSegsim {
  /// How the store is stopped.
  package enum Stop: String, Sendable, CaseIterable {
    case interrupt = "SIGINT"
    case terminate = "SIGTERM"
  }

  /// Runs the body while segsim serves, then stops it.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments, beside the port.
  ///   - stop: With which signal.
  ///   - body: Gets the base address.
  /// - Returns: How segsim ended, and what it wrote; its output is empty when it never served.
  /// - Throws: What starting it runs into, or what the body throws.
  package static func run(
    _ arguments: [String],
    stop: Stop = .terminate,
    _ body: @Sendable (String) async throws -> Void
  ) async throws -> ChildProcess.Outcome {
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments([Program.segsim.path, "--port", "0"] + arguments),
      input: .none,
      output: .sequence,
      error: .string(limit: 1 << 20)
    ) { child in
      var output: [String] = []
      var lines = child.standardOutput.strings().makeAsyncIterator()
      if let line = try await lines.next() {
        output.append(line)
        do {
          try await body(line.split(separator: " ").last.map(String.init) ?? "")
        } catch {
          try child.send(signal: .kill)
          throw error
        }
        try child.send(signal: stop == .interrupt ? .interrupt : .terminate)
        while let line = try await lines.next() { output.append(line) }
      }
      return output.joined(separator: "\n")
    }
    var exitCode: Int32?
    if case .exited(let code) = result.terminationStatus { exitCode = code }
    return ChildProcess.Outcome(exitCode: exitCode, output: result.closureResult, errors: result.standardError)
  }
}
