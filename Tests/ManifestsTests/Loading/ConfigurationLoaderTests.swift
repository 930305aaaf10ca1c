import Diagnostics
import FoundationEssentials
import SegmentModel
import TestSupport
import Testing

@testable import Manifests

struct ConfigurationLoaderTests {
  private static func write(_ text: String, to path: String) throws {
    let file = URL(filePath: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static func manifest(_ name: String) -> String { "version: 1\nsegments: [{name: \(name), members: []}]\n" }

  @Test func `a folder gives the manifests in it and its subfolders, but no hidden or other files`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.manifest("A"), to: "\(folder)/a.yaml")
      try Self.write(Self.manifest("B"), to: "\(folder)/deep/er/b.yml")
      try Self.write("not: [yaml", to: "\(folder)/.hidden.yaml")
      try Self.write("not: [yaml", to: "\(folder)/.git/c.yaml")
      try Self.write("not: [yaml", to: "\(folder)/notes.txt")
      let configuration = try #require(ConfigurationLoader.load(paths: [folder], LoadingOptions(day: someDay)).configuration)
      #expect(configuration.segments.map(\.name.text) == ["A", "B"])
      #expect(configuration.files == ["\(folder)/a.yaml", "\(folder)/deep/er/b.yml"])
    }
  }

  @Test func `a file is read whatever its name is, and only once`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.manifest("A"), to: "\(folder)/a.yaml")
      try Self.write(Self.manifest("B"), to: "\(folder)/b.txt")
      let paths = [folder, "\(folder)/a.yaml", "\(folder)/./a.yaml", "\(folder)/b.txt"]
      let configuration = try #require(ConfigurationLoader.load(paths: paths, LoadingOptions(day: someDay)).configuration)
      #expect(configuration.segments.map(\.name.text) == ["A", "B"])
    }
  }

  @Test func `a file with variables in a folder is not a manifest`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.manifest("A"), to: "\(folder)/a.yaml")
      try Self.write("TIER: gold\n", to: "\(folder)/variables.yaml")
      let options = LoadingOptions(day: someDay, variableFiles: ["\(folder)/./variables.yaml"])
      let configuration = try #require(ConfigurationLoader.load(paths: [folder], options).configuration)
      #expect(configuration.files == ["\(folder)/a.yaml"])
      let named = ConfigurationLoader.load(paths: ["\(folder)/variables.yaml"], options)
      #expect(named.configuration == nil, "who names it means it")
    }
  }

  @Test func `a folder without manifests is an error`() throws {
    try withTemporaryFolder { folder in
      let result = ConfigurationLoader.load(paths: [folder], LoadingOptions(day: someDay))
      #expect(result.configuration == nil)
      #expect(result.diagnostics.sorted.map(\.code) == ["no-manifests"])
    }
  }

  @Test func `every path that cannot be read is reported, with the problems of the others`() throws {
    try withTemporaryFolder { folder in
      try Self.write("version: 7", to: "\(folder)/a.yaml")
      let result = ConfigurationLoader.load(
        paths: ["\(folder)/none.yaml", "\(folder)/neither", "\(folder)/a.yaml"],
        LoadingOptions(day: someDay)
      )
      #expect(result.configuration == nil)
      #expect(result.diagnostics.sorted.map(\.code) == ["file-missing", "file-missing", "missing-key", "unknown-version"])
    }
  }

  @Test func `a dangling link is reported and not skipped`() throws {
    try withTemporaryFolder { folder in
      try Self.write(Self.manifest("A"), to: "\(folder)/a.yaml")
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/b.yaml", withDestinationPath: "\(folder)/gone.yaml")
      #expect(
        ConfigurationLoader.load(paths: [folder], LoadingOptions(day: someDay)).diagnostics.sorted.map(\.code) == ["file-missing"]
      )
    }
  }
}
