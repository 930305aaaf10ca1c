import SegmentModel

/// Compares desired, live and recorded members of which one in a hundred changed, against one pass over their memory.
struct DiffWork {
  private let settings: WorkSettings

  init(_ settings: WorkSettings) { self.settings = settings }

  func samples() async throws -> [Sample] {
    let recorded = MemberSet(MadeUpMembers.random(settings.members))
    let live = MadeUpMembers.changed(recorded, seed: 2)
    let desired = MadeUpMembers.changed(recorded, seed: 3)
    var found = 0
    var sum: UInt64 = 0
    var sample = try await settings.measurement.sample(
      .diff,
      members: settings.members,
      floor: {
        for set in [desired, live] {
          for id in set.ids { sum &+= id.bits.high ^ id.bits.low }
        }
      },
      body: { _ in
        // The comparisons that a plan rests on: what to change, and what somebody else changed.
        let changes = desired.difference(from: live)
        let drift = live.difference(from: recorded)
        found = changes.added.count + changes.removed.count + drift.added.count + drift.removed.count
      }
    )
    guard found > 0 || settings.members < 100 else { throw WorkFailure("the difference is empty") }
    sample.facts = ["changes": Double(found), "check": Double(sum & 1)]
    return [sample]
  }
}
