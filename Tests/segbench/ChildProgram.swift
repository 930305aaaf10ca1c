import FoundationEssentials
import Subprocess

/// The programs of the build that segbench belongs to.
enum ChildProgram {
  /// A program in the folder of segbench.
  static func path(_ name: String) -> String {
    URL(filePath: own).deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
  }

  /// segbench itself.
  static var own: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - command: A name on the search path or a path, and its arguments.
  ///   - folder: Its working folder.
  ///   - environment: Variables in addition to the inherited ones.
  ///   - success: The exit status of success.
  /// - Returns: Its standard output.
  /// - Throws: ``BenchFailure`` for any other end.
  @discardableResult
  static func output(
    _ command: [String],
    in folder: String = ".",
    environment: [String: String] = [:],
    success: Int32 = 0
  ) async throws -> String {
    let settings = environment.map { "\($0.key)=\($0.value)" }
    let result = try await Subprocess.run(
      .name("env"),
      arguments: Arguments(["-C", folder] + settings + command),
      input: .none,
      output: .string(limit: 1 << 30),
      error: .string(limit: 1 << 20)
    )
    guard result.terminationStatus == .exited(success) else {
      throw BenchFailure("\(command.first ?? "?") ended with \(result.terminationStatus): \(result.standardError)")
    }
    return result.standardOutput
  }
}
