import FoundationEssentials
import TestSupport
import Testing

/// The commands that need no store: `fmt`, `init`, `schema`, and the scripts that complete commands in shells.
struct ManifestToolTests {
  private static let untidy = "segments:\n- members: []   # none\n  name: A\nversion: 1\n"
  private static let tidy = "version: 1\nsegments:\n  - name: A\n    members: []   # none\n"

  private static func run(_ arguments: String..., in folder: String) async throws -> ChildProcess.Outcome {
    try await Program.segplan.run(arguments, in: folder, environment: [:])
  }

  private static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private static func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `fmt names and writes files that are not formatted, keeps permissions, and then finds nothing to do`() async throws {
    try await withTemporaryFolder { folder in
      try Self.write(Self.untidy, to: "\(folder)/a.yaml")
      try Self.write(Self.tidy, to: "\(folder)/b.yaml")
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder)/a.yaml")
      let check = try await Self.run("fmt", "--check", "--diff", in: folder)
      #expect(check.exitCode == 2)
      #expect(check.output.hasPrefix("a.yaml\n--- a.yaml\n+++ a.yaml\n@@ -1,4 +1,4 @@\n"), "\(check.output)")
      #expect(Self.text("\(folder)/a.yaml") == Self.untidy)
      let first = try await Self.run("fmt", in: folder)
      #expect(first.exitCode == 0)
      #expect(first.output == "a.yaml\n")
      #expect(Self.text("\(folder)/a.yaml") == Self.tidy)
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/a.yaml")
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      let second = try await Self.run("fmt", "--check", in: folder)
      #expect(second.exitCode == 0)
      #expect(second.output == "")
    }
  }

  @Test func `fmt does not change files that it cannot format, and formats the rest`() async throws {
    try await withTemporaryFolder { folder in
      let strange = "version: 1\n? segments\n: []\n"
      try Self.write(strange, to: "\(folder)/a.yaml")
      try Self.write(Self.untidy, to: "\(folder)/b.yaml")
      let outcome = try await Self.run("fmt", "a.yaml", "b.yaml", "b.yaml", "none.yaml", in: folder)
      #expect(outcome.exitCode == 1)
      #expect(outcome.output == "b.yaml\n")
      #expect(outcome.errors.contains("a.yaml:2:1: error: segplan fmt cannot format this line"), "\(outcome.errors)")
      #expect(outcome.errors.contains("none.yaml"), "\(outcome.errors)")
      #expect(Self.text("\(folder)/a.yaml") == strange)
      #expect(Self.text("\(folder)/b.yaml") == Self.tidy)
    }
  }

  @Test func `init writes a valid, formatted manifest, and never overwrites one`() async throws {
    try await withTemporaryFolder { folder in
      let first = try await Self.run("init", in: folder)
      #expect(first.exitCode == 0, "\(first.errors)")
      #expect(first.output == "segments.yaml\nvip.csv\n")
      #expect(first.errors.contains("segplan validate"), "\(first.errors)")
      #expect(try await Self.run("validate", in: folder).exitCode == 0)
      #expect(try await Self.run("fmt", "--check", in: folder).exitCode == 0)
      try Self.write("mine\n", to: "\(folder)/segments.yaml")
      let second = try await Self.run("init", ".", in: folder)
      #expect(second.exitCode == 1)
      #expect(second.errors.contains("\"segments.yaml\" already exists"), "\(second.errors)")
      #expect(Self.text("\(folder)/segments.yaml") == "mine\n")
      try FileManager.default.createDirectory(atPath: "\(folder)/other", withIntermediateDirectories: true)
      try Self.write("mine\n", to: "\(folder)/other/vip.csv")
      #expect(try await Self.run("init", "other", in: folder).errors.contains("\"other/vip.csv\" already exists"))
      #expect(Self.text("\(folder)/other/segments.yaml") == nil)
      #expect(try await Self.run("init", "no-such-folder", in: folder).exitCode == 1)
    }
  }

  @Test func `schema prints the published schema`() async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await Self.run("schema", in: folder)
      #expect(outcome.exitCode == 0)
      #expect(outcome.output == Self.text("\(RepositoryRoot.path)/docs/schemas/segplan.schema.json"))
    }
  }

  @Test(arguments: [Program.segplan, .segapply], ["bash", "zsh", "fish"])
  func `every shell gets a completion script`(program: Program, shell: String) async throws {
    try await withTemporaryFolder { folder in
      let outcome = try await program.run(["--generate-completion-script", shell], in: folder, environment: [:])
      #expect(outcome.exitCode == 0)
      #expect(
        outcome.output.contains(program.rawValue) && outcome.output.contains("max-removals"),
        "\(outcome.output.prefix(200))"
      )
    }
  }
}
