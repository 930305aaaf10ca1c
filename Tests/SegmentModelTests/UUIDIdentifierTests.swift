import SegmentModel
import TestSupport
import Testing

@Suite("Ids")
struct UUIDIdentifierTests {
  static let text = "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234"

  @Test(arguments: [text, text.uppercased(), "A3f1c9E2-4b7D-4f3a-9c2e-8B7d6f9A1234"])
  func `Any case is read, and lower case is printed`(spelling: String) throws {
    let id = try #require(ShopperProfileID(spelling))
    #expect(id.description == Self.text)
    #expect(id == ShopperProfileID(Self.text))
    #expect(id.bits == UUIDBits(high: 0xa3f1_c9e2_4b7d_4f3a, low: 0x9c2e_8b7d_6f9a_1234))
  }

  @Test(arguments: [
    "", "a3f1c9e2", "a3f1c9e24b7d4f3a9c2e8b7d6f9a1234", "{a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234}",
    "urn:uuid:a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234", " a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234",
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234 ", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a12345",
    "a3f1c9e24-b7d-4f3a-9c2e-8b7d6f9a1234", "a3f1c9e2-4b7d-4f3a-9c2e_8b7d6f9a1234", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123g",
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123\0", "a3f1c9e2–4b7d-4f3a-9c2e-8b7d6f9a1", "ａ3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a12",
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123/", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123:", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123@",
    "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123`", "a3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a123G", "+3f1c9e2-4b7d-4f3a-9c2e-8b7d6f9a1234",
  ])
  func `Texts that are almost ids are refused`(text: String) {
    #expect(ShopperProfileID(text) == nil)
    #expect(SegmentID(text) == nil)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `Text and bytes of an id give the same id again`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let id = ShopperProfileID(bits: UUIDBits(high: random.next(), low: random.next()))
    #expect(ShopperProfileID(id.description) == id)
    #expect(ShopperProfileID(id.description.uppercased()) == id)
    #expect(ShopperProfileID(Substring("x\(id)").dropFirst()) == id)
    var bytes: [UInt8] = [0xFF]
    id.bits.appendBigEndianBytes(to: &bytes)
    #expect(bytes.count == 17)
    #expect(bytes.withUnsafeBytes { UUIDBits(bigEndianBytes: $0, at: 1) } == id.bits)
  }

  @Test(arguments: SeededRandom.seeds(10))
  func `A damaged byte of the text never gives an id that prints differently`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for position in 0..<UUIDBits.textLength {
      var bytes = Array(Self.text.utf8)
      bytes[position] = UInt8.random(in: .min ... .max, using: &random)
      let id = bytes.withUnsafeBufferPointer { ShopperProfileID(utf8: $0) }
      if let id { #expect(id.description == String(decoding: bytes, as: UTF8.self).lowercased(), "\(random)") }
    }
  }

  @Test(arguments: 0..<UUIDBits.textLength)
  func `At every position, every byte is a digit, a hyphen or an error`(position: Int) {
    let hexadecimal = "0123456789abcdefABCDEF"
    for byte in UInt8.min...UInt8.max {
      var bytes = Array(Self.text.utf8)
      bytes[position] = byte
      let id = bytes.withUnsafeBufferPointer { ShopperProfileID(utf8: $0) }
      let isHyphen = [8, 13, 18, 23].contains(position)
      let isAllowed = isHyphen ? byte == UInt8(ascii: "-") : hexadecimal.utf8.contains(byte)
      #expect(id?.description == (isAllowed ? String(decoding: bytes, as: UTF8.self).lowercased() : nil), "byte \(byte)")
    }
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `Ids sort like their texts`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let ids = (0..<100).map { _ in
      // Few different first halves, so that the second one decides too.
      SegmentID(bits: UUIDBits(high: UInt64.random(in: 0...3, using: &random) << 62, low: random.next()))
    }
    #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
  }
}
