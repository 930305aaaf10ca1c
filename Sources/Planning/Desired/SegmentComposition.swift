package import SegmentModel

/// What a segment is made of: its own members and other segments.
package struct SegmentComposition: Sendable {
  /// A segment that another one includes or excludes.
  package enum Part: Hashable, Sendable {
    /// A declared segment: its desired members.
    case declared(SegmentName)
    /// A segment of the store that no manifest declares: its live members.
    case live(String)
  }

  package let name: SegmentName
  /// The members that the segment's own declaration lists, customers resolved.
  package let own: DesiredMembers
  /// Members that its declaration lists and that have expired.
  package let expired: MemberSet
  package let includes: [Part]
  package let excludes: [Part]

  package init(
    name: SegmentName,
    own: DesiredMembers,
    expired: MemberSet = .empty,
    includes: [Part] = [],
    excludes: [Part] = []
  ) {
    self.name = name
    self.own = own
    self.expired = expired
    self.includes = includes
    self.excludes = excludes
  }
}

/// A composition with its parts put together.
package struct ComposedSegment: Hashable, Sendable {
  /// Own and included members, without the excluded ones.
  package let members: DesiredMembers
  package let origins: MemberOrigins
}

/// How members came to be desired, or not to be, where that is another way than the segment's own list.
///
/// For display only: it must not influence apply.
package struct MemberOrigins: Hashable, Sendable {
  /// Members because an included segment has them, not by the segment's own list.
  package let included: MemberSet
  /// Members by list or inclusion that an excluded segment takes away.
  package let excluded: MemberSet
  /// Members that were listed and have expired, and that nothing else makes members.
  package let expired: MemberSet

  package static let none = MemberOrigins(included: .empty, excluded: .empty, expired: .empty)

  package init(included: MemberSet, excluded: MemberSet, expired: MemberSet) {
    self.included = included
    self.excluded = excluded
    self.expired = expired
  }

  /// What concerns the members that a plan changes.
  func restricted(add: MemberSet, remove: MemberSet) -> MemberOrigins {
    if isEmpty { return self }
    return MemberOrigins(
      included: included.intersection(add),
      excluded: excluded.intersection(remove),
      expired: expired.intersection(remove)
    )
  }

  package var isEmpty: Bool { included.isEmpty && excluded.isEmpty && expired.isEmpty }
}

/// A part of a segment that nobody has read: a segment that is not known is never an empty one.
package struct UnknownPartError: Error, Hashable {
  package let segment: SegmentName
  package let part: SegmentComposition.Part

  package init(segment: SegmentName, part: SegmentComposition.Part) {
    self.segment = segment
    self.part = part
  }
}

extension SegmentComposition {
  /// Puts segments together from their parts.
  ///
  /// What a segment excludes wins over what it lists and includes.
  ///
  /// Linear in the members of all parts.
  ///
  /// - Parameters:
  ///   - compositions: Every declared segment, each behind the segments that it is made of.
  ///   - live: The live members of the segments that are named as ``Part/live(_:)``, by name.
  /// - Returns: The members of each.
  /// - Throws: ``UnknownPartError`` when a part is not among what was given before.
  package static func compose(
    _ compositions: [SegmentComposition],
    live: [String: MemberSet]
  ) throws(UnknownPartError) -> [SegmentName: ComposedSegment] {
    var composed: [SegmentName: ComposedSegment] = [:]
    for composition in compositions {
      func members(of part: Part) throws(UnknownPartError) -> DesiredMembers {
        switch part {
        case .declared(let name):
          if let members = composed[name]?.members { return members }
        case .live(let name):
          if let members = live[name] { return DesiredMembers(profiles: members, withoutProfile: []) }
        }
        throw UnknownPartError(segment: composition.name, part: part)
      }
      var all = composition.own
      for part in composition.includes { all = all.union(try members(of: part)) }
      var kept = all
      for part in composition.excludes { kept = kept.subtracting(try members(of: part)) }
      composed[composition.name] = ComposedSegment(
        members: kept,
        origins: MemberOrigins(
          included: composition.includes.isEmpty ? .empty : kept.profiles.subtracting(composition.own.profiles),
          excluded: composition.excludes.isEmpty ? .empty : all.profiles.subtracting(kept.profiles),
          expired: composition.expired.subtracting(all.profiles)
        )
      )
    }
    return composed
  }
}
