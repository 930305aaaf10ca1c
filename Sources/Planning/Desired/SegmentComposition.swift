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
  package let includes: [Part]
  package let excludes: [Part]

  package init(
    name: SegmentName,
    own: DesiredMembers,
    includes: [Part] = [],
    excludes: [Part] = []
  ) {
    self.name = name
    self.own = own
    self.includes = includes
    self.excludes = excludes
  }
}

extension SegmentComposition {
  /// Puts segments together from their parts.
  ///
  /// What a segment excludes wins over what it lists and includes.
  ///
  /// Linear in the members of all parts.
  ///
  /// Each declared segment is behind the segments that it is made of; `live` has the members of those named as ``Part/live(_:)``.
  ///
  /// - Throws: ``UnlistedSegmentError`` when a part is not among what was given before: a segment that is not known is never an
  ///   empty one.
  package static func compose(
    _ compositions: [SegmentComposition],
    live: [String: MemberSet]
  ) throws(UnlistedSegmentError) -> [SegmentName: DesiredMembers] {
    var composed: [SegmentName: DesiredMembers] = [:]
    for composition in compositions {
      func members(of part: Part) throws(UnlistedSegmentError) -> DesiredMembers {
        switch part {
        case .declared(let name):
          if let members = composed[name] { return members }
        case .live(let name):
          if let members = live[name] { return DesiredMembers(profiles: members, withoutProfile: []) }
        }
        throw UnlistedSegmentError(segment: composition.name)
      }
      var all = composition.own
      for part in composition.includes { all = all.union(try members(of: part)) }
      for part in composition.excludes { all = all.subtracting(try members(of: part)) }
      composed[composition.name] = all
    }
    return composed
  }
}
