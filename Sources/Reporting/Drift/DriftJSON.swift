package import Planning
import SegmentModel

/// Drift for machines: `docs/schemas/drift.schema.json`.
package enum DriftJSON {
  /// Version 1 had members as mere profile ids.
  static let version = 2

  /// The whole report.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func text(_ report: DriftReport) throws -> String {
    try JSONText.document(Document(report))
  }

  private struct Document: Encodable {
    let version = DriftJSON.version
    let toolVersion: String
    let checkedAt: String
    let store: String
    let state: State?
    let canTell: Bool
    let hasDrift: Bool
    let summary: DriftSummary
    let segments: [Segment]
    let unmanaged: [String]

    init(_ report: DriftReport) {
      toolVersion = report.header.toolVersion
      checkedAt = report.header.checkedAt
      store = report.header.store
      state = report.header.state.map { State(lineage: $0.lineage, serial: $0.serial) }
      canTell = report.canTell
      hasDrift = report.hasDrift
      summary = DriftSummary(report)
      segments = report.segments.map(Segment.init)
      unmanaged = report.unmanaged
    }
  }

  private struct State: Encodable {
    let lineage: String
    let serial: Int
  }

  private struct Segment: Encodable {
    let name: String
    let id: String?
    let status: String
    let declaration: String
    let hasDrift: Bool
    let liveCount: Int
    let desiredCount: Int?
    let recordedCount: Int?
    let renamedTo: String?
    let added: Members
    let removed: Members
    let strangers: Int
    let unappliedAdditions: Int
    let unappliedRemovals: Int

    init(_ segment: SegmentDriftReport) {
      name = segment.name
      id = segment.id?.description
      status = segment.status.rawValue
      declaration = segment.declaration.rawValue
      hasDrift = segment.hasDrift
      liveCount = segment.liveCount
      desiredCount = segment.desiredCount
      recordedCount = segment.recordedCount
      renamedTo = segment.renamedTo
      added = Members(segment.added, segment.notes.additions)
      removed = Members(segment.removed, segment.notes.removals)
      strangers = segment.strangers
      unappliedAdditions = segment.unappliedAdditions
      unappliedRemovals = segment.unappliedRemovals
    }
  }

  private struct Members: Encodable {
    let contradicting: [Member]
    let undeclared: [Member]
    let agreeing: [Member]

    init(_ members: DriftedMembers, _ notes: MemberNotes) {
      func list(_ set: MemberSet) -> [Member] { set.map { Member($0, notes[$0]) } }
      contradicting = list(members.contradicting)
      undeclared = list(members.undeclared)
      agreeing = list(members.agreeing)
    }
  }

  private struct Member: Encodable {
    let profile: String
    let customer: String?
    let place: String?
    let cause: String?

    init(_ profile: ShopperProfileID, _ note: MemberNote?) {
      self.profile = profile.description
      customer = note?.customer?.description
      place = note?.place?.description
      cause = note?.cause.code
    }
  }
}

/// The counts of a report, without ids and names.
struct DriftSummary: Encodable {
  let segmentsChecked: Int
  let segmentsDrifted: Int
  let segmentsDeleted: Int
  let segmentsAppeared: Int
  let segmentsRenamed: Int
  let segmentsUnmanaged: Int
  let membersAdded: Int
  let membersRemoved: Int
  let membersUnapplied: Int

  init(_ report: DriftReport) {
    segmentsChecked = report.segments.count
    segmentsDrifted = report.drifted.count
    segmentsDeleted = report.segments.count { $0.status == .deleted }
    segmentsAppeared = report.segments.count { $0.status == .appeared }
    segmentsRenamed = report.segments.count { $0.renamedTo != nil }
    segmentsUnmanaged = report.unmanaged.count
    membersAdded = report.membersAdded
    membersRemoved = report.membersRemoved
    membersUnapplied = report.unappliedMembers
  }
}
