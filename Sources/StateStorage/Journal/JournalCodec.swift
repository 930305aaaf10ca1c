import FoundationEssentials
import HTTPExchange
import SegmentModel

/// Writes and reads journals: one JSON object per line, so that a truncated line affects no other.
package enum JournalCodec {
  static let currentVersion = 1

  /// The entry as a line, with its line break.
  package static func encode(_ entry: JournalEntry) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array(try encoder.encode(Line(entry))) + [UInt8(ascii: "\n")]
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
      guard let entry = (try? decoder.decode(Line.self, from: Data(json: line)))?.journalEntry else { return (entries, true) }
      entries.append(entry)
    }
    return (entries, false)
  }

  private struct Line: Codable {
    enum Kind: String, Codable {
      case began
      case segment
      case sending
      /// ``sending`` in journals of older releases, which wrote it for additions only.
      case adding
      case added
      case removed
      case deleted
      case recording
    }

    var entry: Kind
    var version: Int?
    var run: String?
    var who: String?
    var startedAt: String?
    var store: String?
    var lineage: String?
    var serial: Int?
    var plan: String?
    var segment: SegmentID?
    var name: String?
    var mode: String?
    var isNew: Bool?
    /// Absent in journals of older releases.
    var intended: Int?
    var members: [ShopperProfileID]?

    init(_ entry: JournalEntry) {
      switch entry {
      case .began(let header):
        self.init(.began)
        version = currentVersion
        run = header.run
        who = header.who
        startedAt = header.startedAt
        store = header.store
        lineage = header.lineage
        serial = header.serial
        plan = header.plan?.description
      case .segment(let id, let name, let mode, let isNew, let intended):
        self.init(.segment, id)
        self.name = name
        self.mode = mode.rawValue
        self.isNew = isNew
        self.intended = intended
      case .sending(let id, let members): self.init(.sending, id, members)
      case .added(let id, let members): self.init(.added, id, members)
      case .removed(let id, let members): self.init(.removed, id, members)
      case .deleted(let id): self.init(.deleted, id)
      case .recording(let serial):
        self.init(.recording)
        self.serial = serial
      }
    }

    private init(_ entry: Kind, _ id: SegmentID? = nil, _ members: MemberSet? = nil) {
      self.entry = entry
      segment = id
      self.members = members?.ids
    }

    /// `nil` if a field is missing or invalid.
    var journalEntry: JournalEntry? {
      switch entry {
      case .began:
        guard version == currentVersion, let run, let who, let startedAt, let store, let lineage, let serial else { return nil }
        return .began(
          JournalHeader(
            run: run,
            who: who,
            startedAt: startedAt,
            store: store,
            lineage: lineage,
            serial: serial,
            plan: plan.flatMap { PlanID($0) }
          )
        )
      case .segment:
        guard let segment, let name, let mode = mode.flatMap(MembershipMode.init), let isNew else { return nil }
        return .segment(segment, name: name, mode: mode, isNew: isNew, intended: intended)
      case .sending, .adding: return batch.map { .sending($0, $1) }
      case .added: return batch.map { .added($0, $1) }
      case .removed: return batch.map { .removed($0, $1) }
      case .deleted: return segment.map { .deleted($0) }
      case .recording: return serial.map { .recording(serial: $0) }
      }
    }

    private var batch: (SegmentID, MemberSet)? {
      guard let segment, let members else { return nil }
      return (segment, MemberSet(members))
    }
  }
}
