import FoundationEssentials
import Subprocess

/// The programs of the build that segbench belongs to.
enum ChildProgram {
  /// A program that lies beside segbench.
  static func path(_ name: String) -> String {
    URL(filePath: own).deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
  }

  /// segbench itself.
  static var own: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// What a program wrote on standard output.
  ///
  /// - Parameters:
  ///   - command: A name on the search path or a path, and its arguments.
  ///   - folder: Its working folder.
  ///   - environment: Variables beside the inherited ones.
  ///   - allowed: Exit codes that are no failure.
  /// - Returns: The output.
  /// - Throws: ``BenchFailure`` for any other end; what starting the program runs into.
  @discardableResult
  static func output(
    _ command: [String],
    in folder: String = ".",
    environment: [String: String] = [:],
    allowed: Set<Int32> = [0]
  ) async throws -> String {
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments(["-C", folder] + settings + command),
      input: .none,
      output: .string(limit: 1 << 30),
      error: .string(limit: 1 << 20)
    )
    guard case .exited(let code) = result.terminationStatus, allowed.contains(code) else {
      throw BenchFailure("\(command.first ?? "?") ended with \(result.terminationStatus): \(result.standardError)")
    }
    return result.standardOutput
  }
}
