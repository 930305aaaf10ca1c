import FoundationEssentials
import TestSupport
import Testing

@testable import Manifests

struct ManifestSchemaTests {
  private static let path = "\(RepositoryRoot.path)/docs/schemas/\(ManifestSchema.fileName)"

  @Test func `the published schema is the one that the program prints`() throws {
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(ManifestSchema.text.utf8).write(to: URL(filePath: Self.path))
      Issue.record("recorded docs/schemas/\(ManifestSchema.fileName)")
      return
    }
    let published = try #require(FileManager.default.contents(atPath: Self.path), "RECORD_GOLDEN=1 makes it")
    #expect(String(decoding: published, as: UTF8.self) == ManifestSchema.text)
  }

  /// The places of the reader, by their keys.
  private static let readers: [(ManifestPlace, ManifestKeys.Place)] = [
    (.manifest, .manifest), (.defaults, .defaults), (.segment, .segment), (.guardrails, .guardrails),
  ]

  @Test(arguments: readers)
  func `the schema has exactly the keys that the reader knows, in the same order`(
    place: ManifestPlace,
    reader: ManifestKeys.Place
  ) {
    #expect(place.keys.map(\.name) == reader.keys)
  }

  @Test func `every key has a description, and no place has a key twice`() {
    for place in ManifestPlace.allCases {
      #expect(Set(place.keys.map(\.name)).count == place.keys.count)
      #expect(place.keys.allSatisfy { $0.description.hasSuffix(".") })
    }
  }
}
