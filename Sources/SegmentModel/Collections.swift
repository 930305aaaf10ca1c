extension Sequence {
  /// The elements by key: the first of several with the same key, and none without a key.
  package func keyed<Key: Hashable>(by key: (Element) -> Key?) -> [Key: Element] {
    Dictionary(compactMap { element in key(element).map { ($0, element) } }, uniquingKeysWith: { first, _ in first })
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index from which on all elements are in the second part, in a collection that is sorted by its parts.
  ///
  /// O(log n).
  package func partitionIndex(where isInSecondPart: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
