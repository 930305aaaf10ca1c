package import Diagnostics
package import SegmentModel

/// Where a manifest declares members: 24 bytes a member, looked up for many at a time.
package struct MemberPlaces: Sendable {
  private struct Place: Sendable {
    let line: UInt32
    let column: UInt32
  }

  private let file: String
  /// In the order of the file; a member that is declared twice stands here twice.
  private(set) var ids: [ShopperProfileID] = []
  private var places: [Place] = []

  init(file: String) { self.file = file }

  mutating func append(_ id: ShopperProfileID, at position: SourcePosition) {
    ids.append(id)
    places.append(Place(line: UInt32(truncatingIfNeeded: position.line), column: UInt32(truncatingIfNeeded: position.column)))
  }

  /// The place of each of these members, the first one if there are several; members that are not declared here have none.
  ///
  /// O(n log m) for n declarations and m members asked for: ask for all at once.
  package func ranges(of members: MemberSet) -> [ShopperProfileID: SourceRange] {
    var ranges: [ShopperProfileID: SourceRange] = [:]
    guard !members.isEmpty else { return ranges }
    for (index, id) in ids.enumerated() where ranges[id] == nil && members.contains(id) {
      ranges[id] = range(at: index)
    }
    return ranges
  }

  /// The declarations that repeat an earlier one, in the order of the file.
  ///
  /// O(n log n).
  func repetitions() -> [(id: ShopperProfileID, first: SourceRange, again: SourceRange)] {
    let order = ids.indices.sorted { (ids[$0], $0) < (ids[$1], $1) }
    var repetitions: [(index: Int, first: Int)] = []
    var first = order.first
    for index in order.dropFirst() {
      if let earlier = first, ids[earlier] == ids[index] {
        repetitions.append((index, earlier))
      } else {
        first = index
      }
    }
    return repetitions.sorted { $0.index < $1.index }.map { (ids[$0.index], range(at: $0.first), range(at: $0.index)) }
  }

  private func range(at index: Int) -> SourceRange {
    let line = Int(places[index].line)
    let column = Int(places[index].column)
    return SourceRange(
      file: file,
      start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: line, column: column + UUIDBits.textLength)
    )
  }
}
