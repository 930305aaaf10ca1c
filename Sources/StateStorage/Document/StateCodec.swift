import Crypto
import FoundationEssentials
import HTTPExchange
import SegmentModel

/// Writes and reads states as a JSON object with `version`, `serial` and `lineage`, as servers for Terraform require.
///
/// Members are packed as the base64 of the sorted 16-byte ids, 21 MB for a million. Their count and SHA-256 reveal a
/// file that was truncated or edited.
package enum StateCodec {
  package static let currentVersion = 2

  /// Writes sorted keys and a final line break, so that equal documents have equal bytes.
  package static func encode(_ document: StateDocument) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array(try encoder.encode(File(document))) + [UInt8(ascii: "\n")]
  }

  /// - Throws: ``StateError``: `corrupt`, or `newerVersion` for a document of a newer release.
  package static func decode(_ bytes: [UInt8], location: String) throws(StateError) -> StateDocument {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let data = Data(json: bytes)
    guard let probe = try? decoder.decode(VersionProbe.self, from: data) else {
      throw .corrupt(location: location, reason: "it is not a JSON object with a version")
    }
    guard probe.version <= currentVersion else {
      throw .newerVersion(location: location, found: probe.version, newest: currentVersion)
    }
    guard probe.version >= 1, let file = try? decoder.decode(File.self, from: data) else {
      throw .corrupt(location: location, reason: "a field is missing or has the wrong type")
    }
    // The next serial must fit into an Int too.
    guard (0..<Int.max).contains(file.serial), !file.lineage.isEmpty else {
      throw .corrupt(location: location, reason: "its serial or lineage is not valid")
    }
    guard let history = history(of: file), file.version == 1 || file.history != nil else {
      throw .corrupt(location: location, reason: "its history is not valid")
    }
    let segments = try file.segments.map { (segment) throws(StateError) in try decode(segment, location: location) }
    guard Set(segments.map(\.id)).count == segments.count, Set(segments.map(\.name)).count == segments.count else {
      throw .corrupt(location: location, reason: "it records a segment twice")
    }
    var document = StateDocument(
      lineage: file.lineage,
      serial: file.serial,
      toolVersion: file.toolVersion,
      store: file.store,
      segments: segments,
      history: history,
      runs: file.runs ?? [],
      who: file.who
    )
    document.unfinished = file.unfinished
    return document
  }

  /// The bytes that segplan makes of this state or ``TextDocument``; the same bytes if they are neither.
  static func canonical(_ bytes: [UInt8]) -> [UInt8] {
    guard let document = try? decode(bytes, location: ""), let canonical = try? encode(document) else {
      return TextDocument.canonical(bytes) ?? bytes
    }
    return canonical
  }

  /// The history of the segments; `nil` if it is not valid.
  ///
  /// Format 1 has none, so nothing before its serial is known.
  private static func history(of file: File) -> SegmentHistory? {
    guard let entries = file.history else { return .unknown(before: file.serial) }
    guard let revisions = entries.revisions, Set(revisions.map(\.segment)).count == revisions.count,
      revisions.allSatisfy({ (1...max(1, file.serial)).contains($0.serial) })
    else { return nil }
    return SegmentHistory(revisions: revisions, knownSince: file.historySince ?? 0)
  }

  private static func decode(_ segment: Segment, location: String) throws(StateError) -> RecordedSegment {
    func corrupt(_ what: String) -> StateError {
      .corrupt(location: location, reason: "segment \"\(segment.name)\": \(what)")
    }
    guard let id = SegmentID(segment.id), let mode = MembershipMode(rawValue: segment.mode) else {
      throw corrupt("invalid id or mode")
    }
    let (size, isTooLarge) = segment.count.multipliedReportingOverflow(by: 16)
    guard !isTooLarge, segment.members.count == size,
      digest(of: segment.members + (segment.unconfirmed ?? Data()) + (segment.lookedUp ?? Data())) == segment.sha256
    else {
      throw corrupt("the count or checksum does not match the members")
    }
    guard let members = memberSet(segment.members), let unconfirmed = memberSet(segment.unconfirmed ?? Data()) else {
      throw corrupt("unsorted members")
    }
    var sources: MemberSources?
    if let lookedUp = segment.lookedUp {
      guard
        let known = MemberSources(packed: Array(lookedUp), segment.sources, isComplete: segment.unknownOrigins != true)
      else { throw corrupt("invalid looked-up members, files or live segments") }
      sources = known
    }
    guard let history = segment.history else { throw corrupt("unsorted live counts") }
    return RecordedSegment(
      id: id,
      name: segment.name,
      mode: mode,
      members: members,
      unconfirmed: unconfirmed,
      sources: sources,
      history: history,
      intendedCount: segment.intendedCount,
      liveCount: segment.liveCount
    )
  }

  /// `nil` unless the data consists of unique ids in ascending order.
  private static func memberSet(_ packed: Data) -> MemberSet? {
    guard packed.count.isMultiple(of: 16) else { return nil }
    let ids = packed.withUnsafeBytes { bytes in
      (0..<packed.count / 16).map { ShopperProfileID(bits: UUIDBits(bigEndianBytes: bytes, at: $0 * 16)) }
    }
    return MemberSet(ascendingUnique: ids)
  }

  private static func packed(_ members: MemberSet) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(members.count * 16)
    for member in members { member.bits.appendBigEndianBytes(to: &bytes) }
    return Data(bytes)
  }

  private static func digest(of data: Data) -> String { SHA256.hash(data: data).hexadecimalText }

  private struct VersionProbe: Decodable {
    let version: Int
  }

  private struct File: Codable {
    let version: Int
    let serial: Int
    let lineage: String
    let toolVersion: String
    let who: String?
    let store: String
    let segments: [Segment]
    /// Absent in format 1, like the next two.
    let history: Revisions?
    let historySince: Int?
    let runs: [String]?
    let unfinished: UnfinishedPlan?

    init(_ document: StateDocument) {
      version = currentVersion
      serial = document.serial
      lineage = document.lineage
      toolVersion = document.toolVersion
      who = document.who
      store = document.store
      segments = document.segments.map(Segment.init)
      history = Revisions(revisions: document.history.revisions)
      historySince = document.history.knownSince
      runs = document.runs
      unfinished = document.unfinished
    }
  }

  fileprivate struct Revisions: Codable {
    /// `nil` if an id is not valid, which has a message of its own.
    let revisions: [SegmentRevision]?
  }

  private struct Segment: Codable {
    let id: String
    let name: String
    let mode: String
    let count: Int
    let sha256: String
    let members: Data
    /// Absent if all members are confirmed.
    let unconfirmed: Data?
    /// Absent if the sources are unknown, as in documents of version 1.
    let lookedUp: Data?
    /// Absent if every other member was named by its profile id.
    let unknownOrigins: Bool?
    /// Absent if empty, like the next three.
    let sources: SourceNames?
    let liveHistory: [LiveDay]?
    let intendedCount: Int?
    let liveCount: Int?

    init(_ segment: RecordedSegment) {
      id = segment.id.description
      name = segment.name
      mode = segment.mode.rawValue
      count = segment.members.count
      members = packed(segment.members)
      unconfirmed = segment.unconfirmed.isEmpty ? nil : packed(segment.unconfirmed)
      lookedUp = segment.sources.map { Data($0.packed) }
      unknownOrigins = segment.sources?.isComplete == false ? true : nil
      sources = segment.sources?.names
      liveHistory = segment.history.entries.map { LiveDay(day: $0.day.description, count: $0.count) }.nonEmpty
      intendedCount = segment.intendedCount
      liveCount = segment.liveCount
      sha256 = digest(of: members + (unconfirmed ?? Data()) + (lookedUp ?? Data()))
    }

    /// `nil` if its days are not in order.
    var history: LiveHistory? {
      var entries: [LiveHistory.Entry] = []
      for entry in liveHistory ?? [] {
        guard let day = CalendarDay(entry.day) else { return nil }
        entries.append(LiveHistory.Entry(day: day, count: entry.count))
      }
      return LiveHistory(entries: entries)
    }
  }

  private struct LiveDay: Codable {
    let day: String
    let count: Int
  }
}

extension Array {
  fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}

extension StateCodec.Revisions {
  init(from decoder: any Decoder) throws {
    do {
      revisions = try [SegmentRevision](from: decoder)
    } catch DecodingError.dataCorrupted {
      revisions = nil
    }
  }

  func encode(to encoder: any Encoder) throws { try revisions.encode(to: encoder) }
}
