/// Ids in ascending order, each once.
///
/// A change moves the ids above it: in a set of a million ids that takes about a millisecond. Nothing moves at the end,
/// where a store inserts its numbered profiles.
struct SortedIDs<ID: Comparable & Sendable>: Sendable {
  private(set) var ids: [ID]

  init(ascendingUnique ids: [ID] = []) { self.ids = ids }

  var count: Int { ids.count }

  /// O(log n).
  func contains(_ id: ID) -> Bool { find(id).isFound }

  /// Inserts an id, and returns whether it is new.
  mutating func insert(_ id: ID) -> Bool {
    let (position, isFound) = find(id)
    if !isFound { ids.insert(id, at: position) }
    return !isFound
  }

  /// Removes an id, and returns whether it was in the set.
  mutating func remove(_ id: ID) -> Bool {
    let (position, isFound) = find(id)
    if isFound { ids.remove(at: position) }
    return isFound
  }

  /// Where the id is, or where it belongs.
  ///
  /// O(log n), and O(1) for an id above all others.
  private func find(_ id: ID) -> (position: Int, isFound: Bool) {
    guard let last = ids.last, id <= last else { return (ids.count, false) }
    var (low, high) = (0, ids.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return (low, ids[low] == id)
  }
}
