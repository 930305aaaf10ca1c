import SegmentModel

/// Brings what a journal holds into the records of a state.
///
/// Pure.
enum JournalFolding {
  /// What is to become of a journal.
  enum Result: Hashable {
    /// The state has it all: the run died between writing the state and removing the journal.
    case recorded
    /// It is about another state or another store, or has no header.
    case foreign
    /// The records with its changes, how many members they are about, and the run that made them.
    case folded([RecordedSegment], changes: Int, JournalHeader)
  }

  /// - Parameters:
  ///   - entries: The journal.
  ///   - state: The state as it is; `nil` when there is none.
  ///   - store: The store that this run is about.
  /// - Returns: What is to become of the journal.
  static func fold(_ entries: [JournalEntry], into state: StateDocument?, store: String) -> Result {
    guard case .began(let header)? = entries.first, header.store == store else { return .foreign }
    if let state {
      guard state.lineage == header.lineage else { return .foreign }
    } else if header.serial > 0 {
      return .foreign
    }
    let serial = state?.serial ?? 0
    for case .recording(let recorded) in entries where serial >= recorded { return .recorded }

    var folder = Folder(records: state?.segments ?? [])
    for entry in entries { folder.fold(entry) }
    return .folded(folder.result, changes: folder.changes, header)
  }

  private struct Folder {
    private struct Change {
      var name: String
      var mode: MembershipMode
      var isNew: Bool
      var adding: [ShopperProfileID] = []
      var added: [ShopperProfileID] = []
      var removed: [ShopperProfileID] = []
    }

    private var records: [RecordedSegment]
    private var segments: [SegmentID: Change] = [:]
    private var deleted: Set<SegmentID> = []
    private(set) var changes = 0

    init(records: [RecordedSegment]) { self.records = records }

    mutating func fold(_ entry: JournalEntry) {
      switch entry {
      case .began, .recording:
        break
      case .segment(let id, let name, let mode, let isNew):
        // Named again when a verification finds something missing; what was done before stays done.
        guard segments[id] == nil else { break }
        segments[id] = Change(name: name, mode: mode, isNew: isNew)
        if isNew { changes += 1 }
      case .adding(let id, let members):
        segments[id]?.adding += members
      case .added(let id, let members):
        segments[id]?.added += members
        changes += members.count
      case .removed(let id, let members):
        segments[id]?.removed += members
        changes += members.count
      case .deleted(let id):
        deleted.insert(id)
        changes += 1
      }
    }

    /// The records by what the state document sorts them, each id and each name once.
    var result: [RecordedSegment] {
      var result = records.filter { !deleted.contains($0.id) }
      for (id, change) in segments where !deleted.contains(id) {
        let known = result.first { $0.id == id }
        // Of a segment that was never recorded nobody knows what was live before: what is not recorded is not called drift, while a
        // record of the few members that were added would call all others that. An additive record is of what was added anyway.
        guard known != nil || change.isNew || change.mode == .additive else { continue }
        let added = MemberSet(change.added)
        let members = (known?.members ?? .empty).union(added).subtracting(MemberSet(change.removed))
        let unconfirmed = (known?.unconfirmed ?? .empty).union(MemberSet(change.adding)).subtracting(members)
        result.removeAll { $0.id == id || $0.name == change.name }
        result.append(
          RecordedSegment(id: id, name: change.name, mode: known?.mode ?? change.mode, members: members, unconfirmed: unconfirmed)
        )
      }
      return result
    }
  }
}
