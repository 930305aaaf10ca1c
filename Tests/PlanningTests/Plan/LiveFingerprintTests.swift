import Planning
import SegmentModel
import TestSupport
import Testing

@Suite("Live fingerprint")
struct LiveFingerprintTests {
  /// Made with another program: SHA-256 over the 16-byte ids 1 to n, ascending.
  @Test(arguments: [
    (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (1, "86a427757a31f2dacd9e79abf88cb4440d4cd0d708e10763f296b25754db80a5"),
    (2, "1c44d4adb2df2068143c1cb15c06bce4b9e0023dca3193a1861d2deaadb7d8cd"),
    (4095, "268122c2ca67ddea36a87655c317411216af66c9fbdccc8309ca7766737883ae"),
    (4096, "2a31fa17af4f0640dcd2ff1b6a67749eb6d0e3e9e16063ab3896f06ade8f2686"),
    (4097, "78fd2e2566257dc80ea4382a0e48185c8bbfdbe4c25452a1bf39812d5aa27a33"),
    (8192, "c86e41acf6a22862baff77308adb5ca45b31850710b1c644ad3805cdeae71374"),
    (10000, "68a36995c480f72625c1ea878fd96c46a6ab48678073a7bc86e4527ba64f0fc8"),
  ])
  func `The fingerprint is the count and the SHA-256 of the sorted ids`(count: Int, sha256: String) {
    let shuffled = MemberSet(MemberSet.numbered(1..<(count + 1)).reversed())
    #expect(LiveFingerprint(of: shuffled) == LiveFingerprint(count: count, sha256: sha256))
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `Sets that differ in one member have different fingerprints`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let members = MemberSet.random(count: 30, highest: 100, using: &random)
    let other = MemberSet.numbered([Int.random(in: 101...200, using: &random)])
    let one = try #require(members.randomElement(using: &random))
    let fingerprint = LiveFingerprint(of: members)
    #expect(LiveFingerprint(of: members.union(other)) != fingerprint)
    #expect(LiveFingerprint(of: members.subtracting([one])) != fingerprint)
    let exchanged = LiveFingerprint(of: members.subtracting([one]).union(other))
    #expect(exchanged.count == fingerprint.count && exchanged.sha256 != fingerprint.sha256)
  }
}
