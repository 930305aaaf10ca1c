import Diagnostics
package import SegmentModel

/// The person that a question is about.
package struct MemberSubject: Hashable, Sendable {
  /// `nil` for a customer without a shopper profile.
  package let profile: ShopperProfileID?
  package let customer: CustomerID?

  package init(profile: ShopperProfileID?, customer: CustomerID?) {
    self.profile = profile
    self.customer = customer
  }
}

/// A line that declares a member of a segment.
package struct MemberDeclaration: Hashable, Sendable {
  package let place: DeclarationPlace
  package let validity: Validity
  package let phase: Validity.Phase
  /// The included segment or set whose declaration has the line; `nil` for the segment itself.
  package let through: String?
  /// Whether the line does not count, since that segment or set excludes the member.
  package let isTakenBack: Bool

  package init(place: DeclarationPlace, validity: Validity, phase: Validity.Phase, through: String?, isTakenBack: Bool = false) {
    self.place = place
    self.validity = validity
    self.phase = phase
    self.through = through
    self.isTakenBack = isTakenBack
  }
}

/// Why one person is or is not a member of one segment.
package struct MemberExplanation: Hashable, Sendable {
  package let segment: SegmentName
  package let mode: MembershipMode
  /// Every line that declares the member, including upcoming and expired ones, the segment's own lines first.
  package let declarations: [MemberDeclaration]
  /// The excluded segments and sets that have the member.
  package let excludedBy: [String]
  /// The lines of `exclude` that name the member.
  package let excludedAt: [DeclarationPlace]
  /// Whether the person is a desired member today.
  package let isDeclared: Bool
  package let isLive: Bool
  /// Whether the member stays because a look-up does not find the customer any more; see ``SegmentPlan/kept``.
  package let isKept: Bool
  /// Whether the person was a member after the last apply; `nil` if the state does not record the segment.
  package let isRecorded: Bool?
  /// `add`, `remove` or `no-op`.
  package let action: PlannedAction
  /// The reason of the action; `nil` for a `no-op`.
  package let note: MemberNote?

  package init(
    segment: SegmentPlan,
    subject: MemberSubject,
    declarations: [MemberDeclaration],
    excludedBy: [String] = [],
    excludedAt: [DeclarationPlace] = [],
    isDeclared: Bool,
    isKept: Bool = false,
    isLive: Bool,
    isRecorded: Bool?
  ) {
    self.segment = segment.name
    mode = segment.mode
    self.declarations = declarations
    self.excludedBy = excludedBy
    self.excludedAt = excludedAt
    self.isDeclared = isDeclared
    self.isKept = isKept
    self.isLive = isLive
    self.isRecorded = isRecorded
    let isCreated = subject.profile == nil && subject.customer.map(segment.newProfiles.contains) == true
    let isAdded = isCreated || subject.profile.map(segment.add.contains) == true
    action = isAdded ? .add : subject.profile.map(segment.remove.contains) == true ? .remove : .noOp
    note =
      if isCreated, let index = subject.customer.flatMap(segment.notes.additions.index(of:)) {
        segment.notes.additions[index]
      } else {
        subject.profile.flatMap(segment.note(of:))
      }
  }

  /// Whether the segment concerns the person at all.
  package var isConcerned: Bool { !declarations.isEmpty || isLive || isRecorded == true || action != .noOp || isDeclared }
}
