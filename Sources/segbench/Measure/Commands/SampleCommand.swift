import ArgumentParser
import FileAccess
import FoundationEssentials

/// `segbench sample`: one work in a process of its own, so that its memory is its own.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Measure one work and print its figures as JSON.",
    shouldDisplay: false
  )

  @Argument var work: Work
  @Option var members: Int
  @Option var runs: Int
  @Option var latency: Int

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "segbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let samples = try await work.sample(
      WorkSettings(members: members, runs: runs, latency: latency, folder: folder.path(percentEncoded: false))
    )
    try FileAccess.write(Array(try JSONEncoder().encode(samples)), toDescriptor: FileAccess.standardOutput)
  }
}
