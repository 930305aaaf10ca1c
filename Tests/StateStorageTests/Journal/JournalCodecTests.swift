import SegmentModel
import TestSupport
import Testing

@testable import StateStorage

struct JournalCodecTests {
  private static let header = JournalHeader(
    run: "0f6c",
    who: "ada@ci \"quoted\"",
    startedAt: "2026-01-01T00:00:00Z",
    store: "shop",
    lineage: "1c9d",
    serial: 0
  )
  private static let entries: [JournalEntry] = [
    .began(header),
    .segment(.numbered(1), name: "VIP\n\"ü\"", mode: .additive, isNew: true),
    .sending(.numbered(1), .numbered(1...50)),
    .added(.numbered(1), .numbered(1...50)),
    .removed(.numbered(1), .numbered([51])),
    .deleted(.numbered(2)),
    .recording(serial: 8),
  ]

  private static func bytes(_ entries: [JournalEntry]) throws -> [UInt8] {
    try entries.flatMap { try JournalCodec.encode($0) }
  }

  @Test func `every entry is one line and survives a round trip`() throws {
    let bytes = try Self.bytes(Self.entries)
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == Self.entries.count)
    let (entries, isDamaged) = JournalCodec.decode(bytes)
    #expect(entries == Self.entries)
    #expect(!isDamaged)
  }

  @Test func `the additions of older releases are read as sent`() throws {
    let line = """
      {"entry":"adding","members":["\(ShopperProfileID.numbered(7))"],"segment":"\(SegmentID.numbered(1))"}

      """
    #expect(JournalCodec.decode(Array(line.utf8)).entries == [.sending(.numbered(1), .numbered([7]))])
  }

  @Test func `a truncated journal has the entries of its complete lines`() throws {
    let bytes = try Self.bytes(Self.entries)
    for length in bytes.indices {
      let whole = bytes[..<length].count { $0 == UInt8(ascii: "\n") }
      let (entries, isDamaged) = JournalCodec.decode(Array(bytes[..<length]))
      #expect(entries == Array(Self.entries[..<whole]), "cut after \(length) bytes")
      #expect(!isDamaged)
    }
  }

  @Test(arguments: ["garbage\n", "{}\n", "{\"entry\":\"added\",\"segment\":\"x\",\"members\":[]}\n", "\u{0}\u{0}\u{0}\n"])
  func `everything after an invalid line is ignored`(line: String) throws {
    let bytes = try Self.bytes([Self.entries[0], Self.entries[1]]) + Array(line.utf8) + Self.bytes([Self.entries[2]])
    let (entries, isDamaged) = JournalCodec.decode(bytes)
    #expect(entries == [Self.entries[0], Self.entries[1]])
    #expect(isDamaged)
  }

  @Test func `a journal in a newer format is ignored`() throws {
    let text = String(decoding: try Self.bytes([Self.entries[0]]), as: UTF8.self)
    let later = text.split(separator: "\"version\":1", omittingEmptySubsequences: false).joined(separator: "\"version\":2")
    let (entries, isDamaged) = JournalCodec.decode(Array(later.utf8))
    #expect(entries.isEmpty)
    #expect(isDamaged)
  }
}
