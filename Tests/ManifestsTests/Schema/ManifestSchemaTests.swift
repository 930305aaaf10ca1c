import FoundationEssentials
import TestSupport
import Testing

@testable import Manifests

struct ManifestSchemaTests {
  private static let path = "\(RepositoryRoot.path)/docs/schemas/\(ManifestSchema.fileName)"

  @Test func `the published schema equals the printed one`() throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(ManifestSchema.text.utf8).write(to: URL(filePath: Self.path))
      Issue.record("recorded docs/schemas/\(ManifestSchema.fileName)")
      return
    }
    let published = try #require(FileManager.default.contents(atPath: Self.path), "RECORD_GOLDEN=1 makes it")
    #expect(String(decoding: published, as: UTF8.self) == ManifestSchema.text)
  }

  @Test func `every key has a description, and no place has a key twice`() {
    for place in ManifestPlace.all {
      #expect(Set(place.keys.map(\.name)).count == place.keys.count)
      #expect(place.keys.allSatisfy { $0.description.hasSuffix(".") })
    }
  }
}
