import Diagnostics
import SegmentModel
import TestSupport
import Testing

@testable import Planning

@Suite("Configuration digest")
struct ConfigurationDigestTests {
  private static func base(
    _ name: String = "VIP",
    id: Int? = nil,
    description: String? = nil,
    mode: MembershipMode = .authoritative,
    presence: SegmentPresence = .present,
    members: ClosedRange<Int> = 1...3,
    limit: ChangeLimit? = nil,
    allowsEmpty: Bool = false
  ) throws -> DesiredSegment {
    try Sample.desired(
      name,
      members,
      id: id,
      description: description,
      mode: mode,
      presence: presence,
      maximumRemovals: limit,
      allowsEmpty: allowsEmpty
    )
  }

  @Test func `The digest is written with the name of its algorithm`() throws {
    let digest = ConfigurationDigest.of([try Self.base()])
    let digits = digest.utf8.dropFirst(7)
    #expect(digest.hasPrefix("sha256:"))
    #expect(digits.count == 64 && digits.allSatisfy { Array("0123456789abcdef".utf8).contains($0) })
  }

  @Test func `The order and the places of segments do not matter`() throws {
    let (a, b) = (try Self.base("A"), try Self.base("B"))
    #expect(ConfigurationDigest.of([a, b]) == ConfigurationDigest.of([b, a]))
    let position = SourcePosition(line: 3, column: 5)
    let placed = DesiredSegment(
      name: a.name,
      members: a.members,
      declaredAt: SourceRange(file: "a.yaml", start: position, end: position)
    )
    #expect(ConfigurationDigest.of([placed]) == ConfigurationDigest.of([a]))
  }

  @Test func `Stating the default limit changes nothing`() throws {
    #expect(ConfigurationDigest.of([try Self.base(limit: .percent(25))]) == ConfigurationDigest.of([try Self.base()]))
  }

  @Test func `Every change of a declaration changes the digest`() throws {
    let configurations = [
      [],
      [try Self.base()],
      [try Self.base("Vip")],
      [try Self.base(id: 1)],
      [try Self.base(id: 2)],
      [try Self.base(description: "")],
      [try Self.base(description: "d")],
      [try Self.base(mode: .additive)],
      [try Self.base(presence: .absent)],
      [try Self.base(members: 1...4)],
      [try Self.base(limit: .count(25))],
      [try Self.base(limit: .percent(26))],
      [try Self.base(allowsEmpty: true)],
      [try Self.base(), try Self.base("Other")],
    ]
    #expect(Set(configurations.map(ConfigurationDigest.of)).count == configurations.count)
  }

  @Test func `Moving text from one field to the next changes the digest`() throws {
    let one = [try Self.base("A", description: "B"), try Self.base("C")]
    let other = [try Self.base("A"), try Self.base("C", description: "B")]
    #expect(ConfigurationDigest.of(one) != ConfigurationDigest.of(other))
    #expect(
      ConfigurationDigest.of([try Self.base("A1:B", description: "")])
        != ConfigurationDigest.of([try Self.base("A", description: "1:B")])
    )
  }
}
