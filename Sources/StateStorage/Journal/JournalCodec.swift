import FoundationEssentials
import HTTPExchange
package import SegmentModel

/// Writes and reads journals: one JSON object per line, so that a truncated line affects no other.
package enum JournalCodec {
  static let currentVersion = 1

  /// The entry as a line, with its line break.
  package static func encode(_ entry: JournalEntry) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array(try encoder.encode(entry)) + [UInt8(ascii: "\n")]
  }

  /// The entries up to the first invalid line, and whether there was one.
  ///
  /// A last line without a line break is ignored: it was being written when the run died. The next listing decides.
  package static func decode(_ bytes: [UInt8]) -> (entries: [JournalEntry], isDamaged: Bool) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var entries: [JournalEntry] = []
    let complete = bytes.prefix(upTo: (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
    for line in complete.split(separator: UInt8(ascii: "\n")) {
      guard let entry = try? decoder.decode(JournalEntry.self, from: Data(json: line)) else { return (entries, true) }
      entries.append(entry)
    }
    return (entries, false)
  }
}

extension MembershipMode: Codable {}

extension JournalEntry: Codable {
  private enum Name: String, Codable {
    case began, segment, sending, added, removed, deleted, recording
    /// ``sending`` in journals of older releases, which wrote it for additions only.
    case adding
  }

  private enum Key: CodingKey {
    case entry, version, segment, name, mode, isNew, intended, members, serial
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func segment() throws -> SegmentID { try fields.decode(SegmentID.self, forKey: .segment) }
    func members() throws -> MemberSet { MemberSet(try fields.decode([ShopperProfileID].self, forKey: .members)) }
    switch try fields.decode(Name.self, forKey: .entry) {
    case .began:
      guard try fields.decode(Int.self, forKey: .version) == JournalCodec.currentVersion else {
        throw DecodingError.dataCorruptedError(forKey: .version, in: fields, debugDescription: "the current version")
      }
      self = .began(try JournalHeader(from: decoder))
    case .segment:
      self = .segment(
        try segment(),
        name: try fields.decode(String.self, forKey: .name),
        mode: try fields.decode(MembershipMode.self, forKey: .mode),
        isNew: try fields.decode(Bool.self, forKey: .isNew),
        // Absent in journals of older releases.
        intended: try fields.decodeIfPresent(Int.self, forKey: .intended)
      )
    case .sending, .adding: self = .sending(try segment(), try members())
    case .added: self = .added(try segment(), try members())
    case .removed: self = .removed(try segment(), try members())
    case .deleted: self = .deleted(try segment())
    case .recording: self = .recording(serial: try fields.decode(Int.self, forKey: .serial))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    func write(_ name: Name, _ segment: SegmentID? = nil, _ members: MemberSet? = nil) throws {
      try fields.encode(name, forKey: .entry)
      try fields.encodeIfPresent(segment, forKey: .segment)
      try fields.encodeIfPresent(members?.ids, forKey: .members)
    }
    switch self {
    case .began(let header):
      try write(.began)
      try fields.encode(JournalCodec.currentVersion, forKey: .version)
      try header.encode(to: encoder)
    case .segment(let id, let name, let mode, let isNew, let intended):
      try write(.segment, id)
      try fields.encode(name, forKey: .name)
      try fields.encode(mode, forKey: .mode)
      try fields.encode(isNew, forKey: .isNew)
      try fields.encodeIfPresent(intended, forKey: .intended)
    case .sending(let id, let members): try write(.sending, id, members)
    case .added(let id, let members): try write(.added, id, members)
    case .removed(let id, let members): try write(.removed, id, members)
    case .deleted(let id): try write(.deleted, id)
    case .recording(let serial):
      try write(.recording)
      try fields.encode(serial, forKey: .serial)
    }
  }
}
