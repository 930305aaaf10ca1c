import Diagnostics
import TestSupport
import Testing

@testable import Manifests

@Suite("Packed lists")
struct GzipTests {
  private static func unpack(
    _ bytes: [UInt8],
    _ limits: MemberListReader.Limits = .standard
  ) -> Result<[UInt8], ManifestProblem> {
    Result { () throws(ManifestProblem) in try Gzip.unpack(bytes, limits: limits) }
  }

  @Test(arguments: [0, 1, 1000, 1 << 18, (1 << 18) + 1, 3_000_000])
  func `a file that gzip packed is unpacked`(count: Int) throws {
    var random = SeededRandom(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...15, using: &random) }
    let packed = try gzip(bytes)
    #expect(Self.unpack(packed) == .success(bytes))
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `several gzip members are read one after another, however the input is split`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let text = "shopper_profile_id\r\n" + (0..<200).map { "\(id($0))\r\n" }.joined()
    let bytes = Array(text.utf8)
    var packed: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 0...3000, using: &random))
      packed += try gzip(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    #expect(Self.unpack(packed) == .success(bytes))
    #expect(decode(packed, "a.csv.gz").file?.profiles == (0..<200).map { .numbered($0) })
    #expect(decode(packed, "a.CSV.GZ").file?.lines.count == 200)
  }

  @Test func `a cut anywhere, or anything after the end, is an error`() throws {
    let packed = try gzip(Array("\(id(1))\n\(id(2))\n".utf8))
    for count in 1..<packed.count {
      #expect(Self.unpack(Array(packed.prefix(count))) == .failure(.packedListCutOff), "\(count)")
      #expect(places(decode(Array(packed.prefix(count)), "v.gz").problems) == ["v.gz:1:1 bad-packed-list"])
    }
    #expect(Self.unpack(packed + [0]) == .failure(.bytesBehindPackedList(1)))
    #expect(Self.unpack(packed + [0x1F, 0x8C, 1]) == .failure(.bytesBehindPackedList(3)))
    #expect(Self.unpack(packed + packed.prefix(5)) == .failure(.packedListCutOff))
    #expect(places(decode([UInt8](), "v.gz").problems) == ["v.gz:1:1 empty-list"])
    #expect(places(decode(try gzip([]), "v.gz").problems) == ["v.gz:1:1 empty-list"])
  }

  @Test(arguments: SeededRandom.seeds(5))
  func `a changed byte is always found, at the latest by the checksum of the file`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bytes = Array((0..<100).map { "\(id($0))\n" }.joined().utf8)
    let packed = try gzip(bytes)
    // The first ten bytes hold the time and the system, which say nothing of the content.
    for index in 10..<packed.count {
      var changed = packed
      changed[index] ^= UInt8.random(in: 1...255, using: &random)
      // A bit that only fills up the last byte of the data says nothing, and may change.
      if case .success(let unpacked) = Self.unpack(changed) { #expect(unpacked == bytes, "byte \(index), \(random)") }
    }
  }

  @Test func `a file that is not packed is reported as not packed`() {
    #expect(Self.unpack(Array("\(id(1))\n".utf8)) == .failure(.notPacked))
    #expect(Self.unpack([0x1F]) == .failure(.packedListCutOff))
    #expect(Self.unpack([0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0, 0]) == .failure(.packedListDamaged("unknown compression method")))
  }

  @Test func `unpacking stops at the maximum size, and at decompression bombs`() throws {
    var limits = MemberListReader.Limits()
    limits.bytes = 1000
    let noise = (0..<1001).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
    #expect(Self.unpack(try gzip(Array(noise.prefix(1000))), limits) == .success(Array(noise.prefix(1000))))
    #expect(Self.unpack(try gzip(noise), limits) == .failure(.unpackedListTooLarge(limit: 1000)))
    let bomb = try gzip([UInt8](repeating: UInt8(ascii: "\n"), count: 6 << 20))
    #expect(Self.unpack(bomb) == .failure(.gzipBomb(growth: 200)))
    #expect(places(decode(bomb, "v.gz").problems) == ["v.gz:1:1 list-too-large"])
  }

  @Test func `lines are counted in the unpacked text`() throws {
    let packed = try gzip(Array("\(id(1))\nnope\n".utf8))
    #expect(places(decode(packed, "vip.txt.gz").problems) == ["vip.txt.gz:2:1 bad-row"])
  }
}
