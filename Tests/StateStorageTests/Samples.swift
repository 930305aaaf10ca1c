import SegmentModel
import StateStorage
import TestSupport

/// Short ways to values that the state is made of.
enum Sample {
  static let store = "abc123 at https://api.bigcommerce.com"
  static let lineage = "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a"

  static func segment(
    _ id: Int,
    _ name: String,
    _ members: some Sequence<Int>,
    mode: MembershipMode = .authoritative
  ) -> RecordedSegment {
    RecordedSegment(id: .numbered(id), name: name, mode: mode, members: .numbered(members))
  }

  static func document(serial: Int = 4, _ segments: [RecordedSegment]) -> StateDocument {
    StateDocument(lineage: lineage, serial: serial, toolVersion: "1.2.3", store: store, segments: segments)
  }

  static func lockInfo(_ id: String = "5f1d9d5e-7d0b-4f55-8a5e-1d9cf5a1c001") -> LockInfo {
    LockInfo(
      id: id,
      operation: "segapply",
      who: "ada@runner-7",
      processID: 4711,
      version: "1.2.3",
      created: "2026-04-01T08:00:00Z",
      path: "segplan.state.json"
    )
  }
}
