package import Diagnostics
package import SegmentModel

/// What all manifests of a run declare together.
package struct Configuration: Sendable {
  /// Sorted by name; no name and no pinned id appears twice.
  package let segments: [SegmentDeclaration]
  /// The segments and the sets, each after those that it includes or excludes; no name appears twice.
  package let groups: [MemberGroup]
  /// The manifests as the user named them, in the order of reading.
  package let files: [String]
  /// The day, in UTC, for which members count.
  package var day: CalendarDay
}

/// The files that match a pattern of `members_from`.
package struct MatchedFiles: Hashable, Sendable {
  /// With the values of its variables.
  package let pattern: String
  /// Relative to the manifest, sorted.
  package let paths: [String]
  /// Where the pattern stands.
  package let range: SourceRange
}

/// A segment as a manifest declares it, with the defaults of the manifest.
package struct SegmentDeclaration: Sendable {
  package internal(set) var group: MemberGroup
  /// The id of an existing segment, whatever its name is now.
  package let id: SegmentID?
  /// `nil` keeps the store's description.
  package let description: String?
  package let mode: MembershipMode
  package let presence: SegmentPresence
  package let limits: DeclaredLimits
  package let allowsEmpty: Bool

  package var name: SegmentName { group.name }

  package var range: SourceRange { group.range }

  /// How many different members the declaration lists on that day, without those of other segments.
  ///
  /// A customer who is named in two ways counts twice, because only the store knows that it is one person.
  package func declaredCount(on day: CalendarDay) -> Int {
    group.listed.profiles.members(.inForce, on: day).count + Set(group.listed.customers.subjects(.inForce, on: day)).count
  }
}

/// What segplan does about a customer that the store does not know: `on_unknown` in a manifest.
package enum UnknownCustomerPolicy: String, Hashable, Sendable, CaseIterable {
  /// It plans nothing.
  case error
  /// It leaves the customer out, with a warning. A member that the last apply added for the customer stays.
  case warn
  /// It leaves the customer out. A member that the last apply added for the customer stays, with a warning.
  case skip
  /// It leaves the customer out, with a warning. A member that the last apply added for the customer is removed.
  case remove
}
