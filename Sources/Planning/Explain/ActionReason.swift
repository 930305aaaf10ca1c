package import SegmentModel

/// Why a plan adds or removes a member.
///
/// Grows with the ways in which a member can come to be declared: each gets a case of its own.
package enum ActionReason: String, Hashable, Sendable, CaseIterable {
  /// Added: a manifest declares it, and it is new there.
  case declared
  /// Added again: an apply had put it there, and somebody removed it in the store.
  case removedOutside = "removed-outside"
  /// Added: a segment that this one includes has it.
  case included
  /// Removed: it was declared until a day that has come.
  case expired
  /// Removed: a segment that this one excludes has it.
  case excluded
  /// Removed: an apply had put it there, and no manifest declares it any more.
  case noLongerDeclared = "no-longer-declared"
  /// Removed: no manifest declares it and no apply put it there; somebody added it in the store.
  case addedOutside = "added-outside"
  /// Removed: no manifest declares it, and no record says how it came there.
  case undeclared
}

/// What the state knew about the members that a plan changes.
///
/// For display only: it must not influence apply.
package struct ActionReasons: Hashable, Sendable {
  /// Members to add that were recorded: somebody removed them.
  package let restored: MemberSet
  /// Members to remove that were not recorded: somebody added them.
  package let foreign: MemberSet

  package init(restored: MemberSet, foreign: MemberSet) {
    self.restored = restored
    self.foreign = foreign
  }

  /// O(n + m).
  init(add: MemberSet, remove: MemberSet, recorded: MemberSet) {
    self.init(restored: add.intersection(recorded), foreign: remove.subtracting(recorded))
  }
}

extension SegmentPlan {
  /// Why the plan changes this member; `nil` when it does not.
  ///
  /// O(log n).
  package func reason(for member: ShopperProfileID) -> ActionReason? {
    if add.contains(member) {
      if reasons?.restored.contains(member) == true { return .removedOutside }
      return origins.included.contains(member) ? .included : .declared
    }
    guard remove.contains(member) else { return nil }
    if origins.excluded.contains(member) { return .excluded }
    if origins.expired.contains(member) { return .expired }
    guard let reasons else { return .undeclared }
    return reasons.foreign.contains(member) ? .addedOutside : .noLongerDeclared
  }
}
