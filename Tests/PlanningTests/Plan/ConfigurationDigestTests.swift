import SegmentModel
import TestSupport
import Testing

@testable import Planning

/// `DeclarationDigestTests` has what a configuration puts into its digest.
@Suite("Configuration digest")
struct ConfigurationDigestTests {
  private static func text(_ fields: String?...) -> String {
    var digest = ConfigurationDigest()
    for field in fields { digest.add(field) }
    return digest.text
  }

  @Test func `The digest is written with what it covers`() throws {
    let digest = Self.text("A")
    let digits = digest.utf8.dropFirst(9)
    #expect(digest.hasPrefix("declared:"))
    #expect(digits.count == 64 && digits.allSatisfy { Array("0123456789abcdef".utf8).contains($0) })
  }

  @Test func `Moving text from one field to the next changes the digest`() throws {
    let digests = [
      Self.text(), Self.text(nil), Self.text(""), Self.text("AB", "C"), Self.text("A", "BC"), Self.text("ABC"),
      Self.text("ABC", nil), Self.text("A1:B", ""), Self.text("A", "1:B"),
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func `Different texts have different stand-ins`() throws {
    #expect(ConfigurationDigest.standIn(for: "a@example.com") == ConfigurationDigest.standIn(for: "a@example.com"))
    #expect(ConfigurationDigest.standIn(for: "a@example.com") != ConfigurationDigest.standIn(for: "b@example.com"))
  }

  @Test func `A digest of an earlier release says nothing about one of this release`() throws {
    #expect(ConfigurationDigest.differ("sha256:00", "sha256:01") == true)
    #expect(ConfigurationDigest.differ("declared:00", "declared:00") == false)
    #expect(ConfigurationDigest.differ("sha256:00", "declared:00") == nil)
  }
}
