import SegmentModel

/// A set of shopper profile ids in ascending order.
///
/// A change moves the ids above it: in a set of a million that takes about a millisecond, and nothing at its end, where a store's own
/// numbered profiles go.
struct SortedIDs: Sendable {
  private(set) var ids: [ShopperProfileID] = []

  init() {}

  init(_ members: MemberSet) { ids = members.ids }

  var count: Int { ids.count }

  /// O(n).
  var memberSet: MemberSet { MemberSet(ids) }

  /// O(log n).
  func contains(_ id: ShopperProfileID) -> Bool { find(id).isFound }

  /// Puts an id in; whether it is new.
  mutating func insert(_ id: ShopperProfileID) -> Bool {
    let (place, isFound) = find(id)
    if !isFound { ids.insert(id, at: place) }
    return !isFound
  }

  /// Takes an id out; whether it was there.
  mutating func remove(_ id: ShopperProfileID) -> Bool {
    let (place, isFound) = find(id)
    if isFound { ids.remove(at: place) }
    return isFound
  }

  private func find(_ id: ShopperProfileID) -> (place: Int, isFound: Bool) {
    let place = ids.firstPosition { $0 >= id }
    return (place, place < ids.count && ids[place] == id)
  }
}

extension Array {
  /// Where the first element is that fulfils a condition, or would be, if all elements after one that fulfils it do as well.
  ///
  /// O(log n), and O(1) if none fulfils it.
  func firstPosition(where isReached: (Element) -> Bool) -> Int {
    guard let last, isReached(last) else { return count }
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if isReached(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
