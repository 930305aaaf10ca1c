package import Planning
import SegmentModel

/// Drift for machines: `docs/schemas/drift.schema.json`.
package enum DriftJSON {
  static let version = 1

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
      added = Members(segment.added)
      removed = Members(segment.removed)
      strangers = segment.strangers
      unappliedAdditions = segment.unappliedAdditions
      unappliedRemovals = segment.unappliedRemovals
    }
  }

  private struct Members: Encodable {
    let contradicting: [String]
    let undeclared: [String]
    let agreeing: [String]

    init(_ members: DriftedMembers) {
      contradicting = members.contradicting.map(\.description)
      undeclared = members.undeclared.map(\.description)
      agreeing = members.agreeing.map(\.description)
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
