package import SegmentModel

/// The members that a plan removes from one segment and adds to another.
package struct Moves: Sendable {
  private var sources: [ShopperProfileID: SegmentName] = [:]
  private var destinations: [ShopperProfileID: SegmentName] = [:]

  package static let none = Moves()

  private init() {}

  /// O(n log n) for n changes.
  package init(_ plan: Plan) {
    let added = MemberSet(plan.segments.flatMap(\.add.ids))
    let moving = MemberSet(plan.segments.flatMap(\.remove.ids)).intersection(added)
    guard !moving.isEmpty else { return }
    for segment in plan.segments {
      for member in segment.remove.intersection(moving) { sources[member] = sources[member] ?? segment.name }
      for member in segment.add.intersection(moving) { destinations[member] = destinations[member] ?? segment.name }
    }
  }

  package var count: Int { sources.count }

  /// The segment that an added member leaves; `nil` if the member does not move.
  package func source(of member: ShopperProfileID) -> SegmentName? { sources[member] }

  /// The segment that a removed member joins; `nil` if the member does not move.
  package func destination(of member: ShopperProfileID) -> SegmentName? { destinations[member] }
}
