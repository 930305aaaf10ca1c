import Planning
import SegmentModel

/// One planned change, of a segment or of a member, with what came of it.
struct ApplyRow {
  let segment: String
  var customer: CustomerID?
  var profile: ShopperProfileID?
  let action: PlannedAction
  let result: ChangeResult
  let reason: String?
  /// Where the member is declared, and why it comes or goes; `nil` for a change of the segment itself.
  var note: MemberNote?
}

extension ApplyReport {
  /// Every planned change in the order of reading: the segments by name, each with its own change, its additions and its removals.
  ///
  /// Linear in the changes.
  func forEachRow(_ body: (ApplyRow) throws -> Void) rethrows {
    for (segment, outcome) in segments {
      let results = SegmentResults(outcome)
      let name = segment.name.text
      for action in segment.actions where [.create, .update, .delete].contains(action) {
        let own = results.ofSegment
        try body(ApplyRow(segment: name, action: action, result: own.result, reason: own.reason))
      }
      for (action, notes) in [(PlannedAction.add, segment.additionNotes), (.remove, segment.removalNotes)] {
        for index in notes.indices() {
          let note = notes[index]
          let profile = index < notes.profiles.count ? notes.profiles[index] : nil
          let own = results.result(of: profile, note.customer)
          try body(
            ApplyRow(
              segment: name,
              customer: note.customer,
              profile: profile,
              action: action,
              result: own.result,
              reason: own.reason,
              note: note
            )
          )
        }
      }
    }
  }
}

extension SegmentPlan {
  /// The notes of the members to add alone.
  var additionNotes: MemberNotes { notes.additions.restricted(to: add, newProfiles: newProfiles) }

  /// The notes of the members to remove alone.
  var removalNotes: MemberNotes { notes.removals.restricted(to: remove) }
}
