import FoundationEssentials
import TestSupport
import Testing

@testable import Manifests

/// The published schema as a validator that others wrote understands it.
@Suite("Schema of manifests")
struct SchemaValidationTests {
  /// The names of the files, each with what the schema has against its documents.
  private static func problems(of files: [String]) async throws -> [String: [String]] {
    try #require(!files.isEmpty)
    let outcome = try await Python.run(
      ["-c", script, "\(RepositoryRoot.path)/docs/schemas/\(ManifestSchema.fileName)"] + files
    )
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    var problems: [String: [String]] = [:]
    for file in files { problems[file] = [] }
    for line in outcome.output.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      problems[parts[0], default: []].append(parts[1])
    }
    return problems
  }

  /// As YAML 1.2 and editors read them: a date is a text.
  private static let script = """
    import sys, json, yaml
    from jsonschema import Draft7Validator
    class Loader(yaml.SafeLoader): pass
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    schema = json.load(open(sys.argv[1]))
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    for path in sys.argv[2:]:
        for document in yaml.load_all(open(path), Loader):
            for error in validator.iter_errors(document):
                print(f"{path}\\t{error.json_path}: {error.message}".replace("\\n", " "))
    """

  private static let invalidFolder = "\(RepositoryRoot.path)/Tests/ManifestsTests/Schema/Invalid"

  /// The names of the manifests with one mistake each.
  private static func invalidFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: invalidFolder).filter { $0.hasSuffix(".yaml") }.sorted()
  }

  @Test func `the schema accepts the manifests of the examples and the documents`() async throws {
    try await withTemporaryFolder { folder in
      var files: [String] = []
      let texts = try Self.exampleManifests() + Self.documentedManifests() + [FirstManifest.text]
      try #require(texts.count > 3)
      for (index, text) in texts.enumerated() {
        files.append("\(folder)/\(index).yaml")
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(index).yaml"))
      }
      for (file, problems) in try await Self.problems(of: files) { #expect(problems.isEmpty, "\(file): \(problems)") }
    }
  }

  @Test func `the schema rejects every manifest with a mistake`() async throws {
    let files = try Self.invalidFiles().map { "\(Self.invalidFolder)/\($0)" }
    try #require(files.count >= 25)
    for (file, problems) in try await Self.problems(of: files) { #expect(!problems.isEmpty, "\(file) is accepted") }
  }

  @Test func `the reader rejects every manifest with a mistake`() throws {
    for name in try Self.invalidFiles() {
      let bytes = try #require(FileManager.default.contents(atPath: "\(Self.invalidFolder)/\(name)"))
      var assembly = ConfigurationAssembly(LoadingOptions(day: someDay))
      assembly.add(SourceText(file: name, bytes: Array(bytes)))
      #expect(assembly.result().configuration == nil, "\(name) is accepted")
    }
  }

  private static func exampleManifests() throws -> [String] {
    let root = "\(RepositoryRoot.path)/examples"
    return try (FileManager.default.subpathsOfDirectory(atPath: root))
      .filter { $0.contains("/segments/") && $0.hasSuffix(".yaml") }
      .map { String(decoding: try #require(FileManager.default.contents(atPath: "\(root)/\($0)")), as: UTF8.self) }
  }

  /// Blocks of YAML in the README and the documents that are whole manifests.
  private static func documentedManifests() throws -> [String] {
    var found: [String] = []
    for path in ["README.md", "docs/manifest.md", "docs/tools.md"] {
      let bytes = try #require(FileManager.default.contents(atPath: "\(RepositoryRoot.path)/\(path)"))
      for block in String(decoding: bytes, as: UTF8.self).split(separator: "```yaml\n").dropFirst() {
        let text = block.split(separator: "```", omittingEmptySubsequences: false)[0]
        if text.contains("\nversion: 1\n") || text.hasPrefix("version: 1\n") { found.append(String(text)) }
      }
    }
    return found
  }
}
