import SegmentModel
import TestSupport

@testable import Planning

/// Short ways to values that planning takes.
enum Sample {
  static let header = PlanHeader(
    toolVersion: "1.2.3",
    createdAt: "2026-04-01T08:00:00Z",
    validUntil: "2026-04-08T08:00:00Z",
    store: "abc123 at https://api.bigcommerce.com",
    configurationDigest: "declared:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
    state: StateReference(lineage: "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a", serial: 4)
  )

  /// A declared segment with the members of these numbers.
  static func desired(
    _ name: String,
    _ members: some Sequence<Int> = 0..<0,
    id: Int? = nil,
    description: String? = nil,
    mode: MembershipMode = .authoritative,
    presence: SegmentPresence = .present,
    maximumRemovals: ChangeLimit? = nil,
    allowsEmpty: Bool = false
  ) throws -> DesiredSegment {
    DesiredSegment(
      name: try SegmentName(name),
      pinnedID: id.map { .numbered($0) },
      description: description,
      mode: mode,
      presence: presence,
      members: .numbered(members),
      limits: DeclaredLimits(removals: maximumRemovals),
      allowsEmpty: allowsEmpty
    )
  }

  static func live(_ id: Int, _ name: String, description: String = "") -> LiveSegment {
    LiveSegment(id: .numbered(id), name: name, description: description)
  }

  static func recorded(
    _ id: Int,
    _ name: String,
    _ members: some Sequence<Int> = 0..<0,
    mode: MembershipMode = .authoritative
  ) -> RecordedSegment {
    RecordedSegment(id: .numbered(id), name: name, mode: mode, members: .numbered(members))
  }

  /// A segment of a plan as a planner might have made it: whatever is not given follows from the rest.
  static func planned(
    _ name: String,
    _ change: SegmentChange? = nil,
    mode: MembershipMode = .authoritative,
    add: some Sequence<Int> = 0..<0,
    remove: some Sequence<Int> = 0..<0,
    live: some Sequence<Int> = 0..<0,
    limits: SegmentLimits = SegmentLimits(maximumRemovals: .standardRemovals, allowsEmpty: false),
    drift: SegmentDrift? = nil
  ) throws -> SegmentPlan {
    let live = MemberSet.numbered(live)
    let add = MemberSet.numbered(add)
    let remove = MemberSet.numbered(remove)
    var plan = SegmentPlan(
      name: try SegmentName(name),
      change: change ?? .keep(.numbered(1)),
      mode: mode,
      add: add,
      remove: remove,
      live: LiveFingerprint(of: live),
      desiredCount: live.subtracting(remove).union(add).count,
      limits: limits
    )
    plan.drift = drift
    return plan
  }

  static func plan(_ segments: [SegmentPlan], unmanaged: Int = 0) -> Plan {
    Plan(header: header, segments: segments, unmanagedCount: unmanaged)
  }
}
