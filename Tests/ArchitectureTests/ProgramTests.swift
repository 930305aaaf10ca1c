import FoundationEssentials
import TestSupport
import Testing

/// Looks at the built programs, which lie beside the test bundle.
@Suite("Programs")
struct ProgramTests {
  @Test(arguments: ["segplan", "segapply"])
  func `Segplan and segapply contain no symbol of the simulator or its server`(program: String) async throws {
    #expect(try await Self.symbols(of: program, containing: ["Hummingbird", "StoreSimulator"]).isEmpty)
    // Else the question was put wrongly. The module's mangled name: ArgumentParser has symbols with the word alone.
    #expect(try await !Self.symbols(of: program, containing: ["8Commands"]).isEmpty)
  }

  @Test
  func `The simulator contains these symbols, so the check would find them`() async throws {
    #expect(try await !Self.symbols(of: "segsim", containing: ["Hummingbird"]).isEmpty)
  }

  @Test(arguments: ["segplan", "segapply"])
  func `Segplan and segapply do not link all of Foundation`(program: String) async throws {
    let outcome = try await ChildProcess.run("ldd", [try Self.path(of: program)])
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let libraries = outcome.output.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }
    try #require(libraries.contains { $0.hasPrefix("libc.so") }, "ldd says something unexpected: \(outcome.output)")
    let whole = libraries.filter { library in
      ["libFoundation.so", "libFoundationNetworking.so", "libFoundationInternationalization.so"].contains {
        library.hasPrefix($0)
      }
    }
    #expect(whole.isEmpty, "\(program) links \(whole)")
  }

  /// The first symbols of a program that contain one of these words; mangled names contain modules' names as they are.
  private static func symbols(of program: String, containing words: [String]) async throws -> [Substring] {
    // Filtered by the shell: a debug program has some hundred megabytes of symbols.
    let pattern = words.joined(separator: "|")
    let outcome = try await ChildProcess.run(
      "bash",
      [
        "-c", #"set -o pipefail; nm "$1" | { grep -E -m 5 "$2" || [ $? -eq 1 ]; cat > /dev/null; }"#, "bash",
        try path(of: program), pattern,
      ]
    )
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n")
  }

  private static func path(of program: String) throws -> String {
    let bundle = URL(filePath: CommandLine.arguments[0])
    let path = bundle.deletingLastPathComponent().appending(path: program).path(percentEncoded: false)
    try #require(FileManager.default.isExecutableFile(atPath: path), "there is no \(path); build with --build-tests")
    return path
  }
}
