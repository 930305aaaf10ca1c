import Diagnostics
import Planning
import SegmentModel

/// What a plan does to a segment, in the words that all reports share.
extension SegmentPlan {
  /// How many promotions are named; the others are counted.
  private static let maximumPromotions = 5

  /// `+` create, `~` update, `-` delete.
  var sign: String {
    switch change {
    case .create: "+"
    case .delete: "-"
    case .update, .keep, .stayAbsent: "~"
    }
  }

  var isDeleted: Bool { if case .delete = change { true } else { false } }

  /// Which fields of the segment itself change.
  var changedFields: [String] {
    guard case .update(_, let update) = change else { return [] }
    return [update.name.map { _ in "name" }, update.description.map { _ in "description" }].compactMap(\.self)
  }

  /// `12 → 15 members (+25 %)`.
  var sizeWords: String {
    let (live, after) = (live.count, resultingCount)
    if live == after { return Quantity.of(live, "member") }
    let growth = Quantity.growth(from: live, to: after).map { " (\($0))" } ?? ""
    return "\(Quantity.number(live)) → \(Quantity.of(after, "member"))\(growth)"
  }

  /// The most frequent reasons why members are added and removed.
  var causeWords: String {
    [("+", notes.additions), ("-", notes.removals)].filter { $0.1.count > 0 }
      .map { sign, notes in "\(sign) \(MemberWords.groups(notes, of: 0..<notes.count, maximum: 2))" }
      .joined(separator: "; ")
  }

  /// What changed in the segment outside segapply; `nil` if nothing did.
  var driftWords: String? {
    switch drift {
    case nil: return nil
    case .vanished: return change.segmentID == nil ? "deleted" : "deleted, and created again with another id"
    case .changed(let added, let removed, let renamedFrom):
      var parts: [String] = []
      if added > 0 { parts.append("\(Quantity.of(added, "member")) added") }
      if removed > 0 { parts.append("\(Quantity.of(removed, "member")) removed") }
      if let renamedFrom { parts.append("renamed; it was \(VisibleText.quoted(renamedFrom))") }
      return parts.joined(separator: ", ")
    }
  }

  /// The promotions that use the segment: `targeted by 2 active promotions: "VIP 20 % off" (automatic), "Early access"
  /// (coupon)`.
  func promotionLines(at time: Timestamp) -> [String] {
    [("targeted", false), ("excluded", true)].flatMap { verb, isExclusion in
      [("active", false), ("upcoming", true)].compactMap { kind, isLater -> String? in
        let uses = notes.promotions.filter { $0.isExclusion == isExclusion && $0.isLater(than: time) == isLater }
        if uses.isEmpty { return nil }
        let names = uses.map { use in
          let start = isLater ? use.starts.map { ", from \($0.day)" } ?? "" : ""
          return "\(VisibleText.quoted(use.name)) (\(use.needsCoupon ? "coupon" : "automatic")\(start))"
        }
        let promotions = Quantity.of(uses.count, "\(kind) promotion")
        return "\(verb) by \(promotions): \(names.listed(first: Self.maximumPromotions))"
      }
    }
  }

  /// The notes of the members to add.
  var additionNotes: MemberNotes { notes.additions.restricted(to: add, newProfiles: newProfiles) }

  /// The notes of the members to remove.
  var removalNotes: MemberNotes { notes.removals.restricted(to: remove) }
}

extension SegmentChange {
  /// What changes in the segment itself: `name: "VIP" → "Gold"`.
  var lines: [String] {
    switch self {
    case .create(let description): description.isEmpty ? [] : ["description: \(VisibleText.quoted(description))"]
    case .update(_, let update):
      [("name", update.name), ("description", update.description)].compactMap { what, change in
        change.map { "\(what): \(VisibleText.quoted($0.from)) → \(VisibleText.quoted($0.to))" }
      }
    case .keep, .delete, .stayAbsent: []
    }
  }
}

extension Plan {
  var changedSegments: [SegmentPlan] { segments.filter(\.hasChanges) }

  /// When the plan was made; a time that cannot be read counts as 1970.
  var creationTime: Timestamp { Timestamp(header.createdAt) ?? Timestamp(seconds: 0) }

  /// The segments that change, riskiest first: deletions, guardrail findings, reverted drift, then by the number of
  /// changed members.
  func segmentsByRisk(_ findings: [GuardrailFinding]) -> [SegmentPlan] {
    let found = Set(findings.compactMap(\.segment))
    func risk(_ segment: SegmentPlan) -> Int {
      if segment.isDeleted { return 0 }
      if found.contains(segment.name) { return 1 }
      let notes = [segment.notes.additions, segment.notes.removals]
      return notes.contains { $0.count(where: \.revertsDrift) > 0 } ? 2 : 3
    }
    return changedSegments.map { (risk($0), -$0.additionCount - $0.remove.count, $0) }
      .sorted { ($0.0, $0.1, $0.2.name) < ($1.0, $1.1, $1.2.name) }.map(\.2)
  }
}

extension PlanSummary {
  /// The counts under the names that machines read.
  var named: [(name: String, count: Int)] {
    [
      ("segments_to_create", segmentsToCreate), ("segments_to_update", segmentsToUpdate),
      ("segments_to_delete", segmentsToDelete), ("members_to_add", membersToAdd), ("members_to_remove", membersToRemove),
      ("profiles_to_create", profilesToCreate),
    ]
  }
}
