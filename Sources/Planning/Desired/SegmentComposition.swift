package import SegmentModel

/// The parts of a segment or set: its own members and other segments and sets.
package struct SegmentComposition: Sendable {
  package let name: SegmentName
  /// The members that the declaration lists, with customers resolved.
  package let own: DesiredMembers
  /// The members that `exclude` names itself, with customers resolved.
  package let excluded: DesiredMembers
  package let includes: [SegmentPart]
  package let excludes: [SegmentPart]

  package init(
    name: SegmentName,
    own: DesiredMembers,
    excluded: DesiredMembers = .none,
    includes: [SegmentPart] = [],
    excludes: [SegmentPart] = []
  ) {
    self.name = name
    self.own = own
    self.excluded = excluded
    self.includes = includes
    self.excludes = excludes
  }
}

extension SegmentComposition {
  /// The members of each segment and set; exclusions win over listed and included members.
  ///
  /// Each one must follow those that it includes or excludes. `live` has the members of each
  /// ``SegmentPart/live(_:)``. O(members of all parts).
  ///
  /// - Throws: ``UnlistedSegmentError`` for an unknown part: an unknown segment is not an empty segment.
  package static func compose(
    _ compositions: [SegmentComposition],
    live: [String: MemberSet]
  ) throws(UnlistedSegmentError) -> [SegmentName: DesiredMembers] {
    var composed: [SegmentName: DesiredMembers] = [:]
    for composition in compositions {
      func members(of part: SegmentPart) throws(UnlistedSegmentError) -> DesiredMembers {
        switch part {
        case .declared(let name):
          if let members = composed[name] { return members }
        case .live(let name):
          if let members = live[name] { return DesiredMembers(profiles: members, withoutProfile: []) }
        }
        throw UnlistedSegmentError(segment: composition.name.text)
      }
      var all = composition.own
      for part in composition.includes { all = all.union(try members(of: part)) }
      for part in composition.excludes { all = all.subtracting(try members(of: part)) }
      composed[composition.name] = all.subtracting(composition.excluded)
    }
    return composed
  }
}
