import SegmentModel

/// Adds the changes in a journal to the records of a state.
///
/// A journal belongs to the serial that its run began at. If a later apply has changed a segment, the state's record is
/// newer than the journal and stays. Only the members that the run added to an additive segment are still added, as
/// unconfirmed, so that the next listing settles them. If a later apply has removed members of that segment, they could
/// be others' members, so they are left out.
enum JournalFolding {
  enum Result: Hashable {
    /// The state already has it: the run died between writing the state and removing the journal.
    case recorded
    /// It belongs to another state or another store, or has no header.
    case foreign
    case folded(Folded, JournalHeader)
  }

  /// The records with the journal's changes.
  struct Folded: Hashable {
    let records: [RecordedSegment]
    /// The segments whose records changed.
    let touched: [SegmentTouch]
    /// The number of members and segments that the journal changed.
    let changes: Int
    /// The names of the segments whose records stay as a later apply left them.
    let superseded: [String]
  }

  /// Folds a journal into the state of this store; the state is `nil` before the first apply.
  static func fold(_ entries: [JournalEntry], into state: StateDocument?, store: String) -> Result {
    guard case .began(let header)? = entries.first, header.store == store else { return .foreign }
    if let state {
      // A run without a state chose a lineage. If it wrote no state, another run may have started with another lineage.
      guard state.lineage == header.lineage || header.serial == 0 else { return .foreign }
      if state.runs.contains(header.run) { return .recorded }
    } else if header.serial > 0 {
      return .foreign
    }
    var folder = Folder(state: state, base: header.serial)
    for entry in entries { folder.read(entry) }
    return .folded(folder.folded(), header)
  }

  private struct Folder {
    private struct Change {
      var name: String
      var mode: MembershipMode
      var isNew: Bool
      var isDeleted = false
      var intended: Int?
      var sent: [ShopperProfileID] = []
      var added: [ShopperProfileID] = []
      var removed: [ShopperProfileID] = []
    }

    private let base: Int
    private let history: SegmentHistory
    private var records: [RecordedSegment]
    private var segments: [SegmentID: Change] = [:]
    private var touched: [SegmentTouch] = []
    private var superseded: [String] = []
    private var changes = 0

    init(state: StateDocument?, base: Int) {
      self.base = base
      // If no one has written the state since, nothing in its history is newer than the journal.
      history = state.map { $0.serial > base ? $0.history : SegmentHistory() } ?? SegmentHistory()
      records = state?.segments ?? []
    }

    mutating func read(_ entry: JournalEntry) {
      switch entry {
      case .began, .recording:
        break
      case .segment(let id, let name, let mode, let isNew, let intended):
        // A verification that finds something missing names the segment again. The earlier changes still count.
        guard segments[id] == nil else { break }
        segments[id] = Change(name: name, mode: mode, isNew: isNew, intended: intended)
        if isNew { changes += 1 }
      case .sending(let id, let members):
        segments[id]?.sent += members
      case .added(let id, let members):
        segments[id]?.added += members
        changes += members.count
      case .removed(let id, let members):
        segments[id]?.removed += members
        changes += members.count
      case .deleted(let id):
        let name = records.first { $0.id == id }?.name ?? "\(id)"
        segments[id, default: Change(name: name, mode: .authoritative, isNew: false)].isDeleted = true
        changes += 1
      }
    }

    mutating func folded() -> Folded {
      for (id, change) in segments.sorted(by: { $0.key < $1.key }) {
        let since = history.changes(after: base, id: id, name: change.name)
        if let since, since.isEmpty { fold(change, of: id) } else { claim(change, of: id, since: since) }
      }
      return Folded(records: records, touched: touched, changes: changes, superseded: superseded)
    }

    private mutating func fold(_ change: Change, of id: SegmentID) {
      touched.append(
        SegmentTouch(
          segment: id,
          name: change.name,
          isComplete: false,
          removesMembers: change.isDeleted || !change.removed.isEmpty
        )
      )
      let known = records.first { $0.id == id }
      if change.isDeleted {
        records.removeAll { $0.id == id }
        return
      }
      // Without a record, nothing is drift. A new record of only the added members would make all other members of an
      // authoritative segment look like drift. The record of an additive segment holds only added members anyway.
      guard known != nil || change.isNew || change.mode == .additive else { return }
      let (sent, added, removed) = (MemberSet(change.sent), MemberSet(change.added), MemberSet(change.removed))
      var record = known ?? RecordedSegment(id: id, name: change.name, mode: change.mode, members: .empty)
      record.name = change.name
      // A journal does not say which members were named by email.
      if !added.union(sent).subtracting(record.members).isEmpty { record.sources = record.sources?.withUnknownMembers }
      record.members = record.members.union(added).subtracting(removed)
      record.unconfirmed = record.unconfirmed.union(sent).subtracting(added).subtracting(removed)
      record.intendedCount = change.intended ?? record.intendedCount
      records.removeAll { $0.id == id || $0.name == change.name }
      records.append(record)
    }

    /// Adds only unconfirmed members; `since` has the changes of later applies, `nil` if they are not known.
    private mutating func claim(_ change: Change, of id: SegmentID, since: [SegmentRevision]?) {
      guard let since, since.allSatisfy({ $0.segment == id && $0.lastRemoval ?? 0 <= base }), !change.isDeleted,
        let index = records.firstIndex(where: { $0.id == id && $0.mode == .additive })
      else {
        superseded.append(change.name)
        return
      }
      let newcomers = MemberSet(change.sent + change.added).subtracting(records[index].members)
      records[index].unconfirmed = records[index].unconfirmed.union(newcomers)
      records[index].sources = records[index].sources?.withUnknownMembers
    }
  }
}
