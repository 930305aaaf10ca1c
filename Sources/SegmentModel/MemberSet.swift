/// A set of shopper profile ids: an ascending array of 16-byte values, each id once.
///
/// Set operations merge two sorted arrays in one pass, in O(n + m) and without hashing.
package struct MemberSet: Hashable, Sendable {
  /// The ids, ascending and unique.
  package let ids: [ShopperProfileID]

  package static let empty = MemberSet()

  package init() { ids = [] }

  /// The set of these ids, which may be in any order and repeated.
  package init(_ unsorted: some Sequence<ShopperProfileID>) {
    var ids = Array(unsorted)
    if !Self.isAscendingAndUnique(ids) {
      ids = IdentifierSort.sorted(ids)
      if !Self.isAscendingAndUnique(ids) { ids = ids.reduce(into: []) { if $0.last != $1 { $0.append($1) } } }
    }
    self.ids = ids
  }

  /// `nil` unless the ids are ascending and unique.
  package init?(ascendingUnique ids: [ShopperProfileID]) {
    guard Self.isAscendingAndUnique(ids) else { return nil }
    self.ids = ids
  }

  /// Skips the check, for results that are ascending and unique by construction.
  private init(trusted ids: [ShopperProfileID]) { self.ids = ids }

  /// O(log n).
  package func contains(_ id: ShopperProfileID) -> Bool { index(of: id) != nil }

  /// The index of the id in ``ids``; `nil` unless it is a member.
  ///
  /// O(log n).
  package func index(of id: ShopperProfileID) -> Int? {
    let index = ids.partitionIndex { $0 >= id }
    return index < ids.count && ids[index] == id ? index : nil
  }

  /// The members of either set.
  package func union(_ other: MemberSet) -> MemberSet {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return merged(with: other, keepingLeft: true, keepingRight: true, keepingBoth: true)
  }

  /// The members of this set that the other one lacks.
  package func subtracting(_ other: MemberSet) -> MemberSet {
    if isEmpty || other.isEmpty { return self }
    return merged(with: other, keepingLeft: true, keepingRight: false, keepingBoth: false)
  }

  /// The members of both sets.
  package func intersection(_ other: MemberSet) -> MemberSet {
    merged(with: other, keepingLeft: false, keepingRight: false, keepingBoth: true)
  }

  /// The members to add to `old` and to remove from it so that it becomes this set.
  package func difference(from old: MemberSet) -> (added: MemberSet, removed: MemberSet) {
    (subtracting(old), old.subtracting(self))
  }

  private func merged(with other: MemberSet, keepingLeft: Bool, keepingRight: Bool, keepingBoth: Bool) -> MemberSet {
    var result: [ShopperProfileID] = []
    var (left, right) = (0, 0)
    while left < ids.count && right < other.ids.count {
      let (leftID, rightID) = (ids[left], other.ids[right])
      if leftID == rightID {
        if keepingBoth { result.append(leftID) }
        left += 1
        right += 1
      } else if leftID < rightID {
        if keepingLeft { result.append(leftID) }
        left += 1
      } else {
        if keepingRight { result.append(rightID) }
        right += 1
      }
    }
    if keepingLeft { result.append(contentsOf: ids[left...]) }
    if keepingRight { result.append(contentsOf: other.ids[right...]) }
    return MemberSet(trusted: result)
  }

  private static func isAscendingAndUnique(_ ids: [ShopperProfileID]) -> Bool {
    zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
  }
}

extension MemberSet: RandomAccessCollection {
  package var startIndex: Int { ids.startIndex }
  package var endIndex: Int { ids.endIndex }
  package subscript(position: Int) -> ShopperProfileID { ids[position] }
}

extension MemberSet: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: ShopperProfileID...) { self.init(elements) }
}
