/// Which lines of two texts are the same ones: those that both have exactly once, in a longest common order, and their equal neighbours
/// (Bram Cohen's patience diff, one level deep).
///
/// O(n log n), where the usual algorithm would take n² for a list that was sorted.
enum LineAlignment {
  /// Pairs of equal lines by number, ascending on both sides.
  static func pairs(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [(old: Int, new: Int)] {
    var pairs: [(old: Int, new: Int)] = []
    var (oldStart, newStart) = (0, 0)
    for anchor in anchors(old, new) + [(old.count, new.count)] {
      // Equal lines at both ends of the stretch between two anchors.
      var (low, high) = (0, 0)
      let (oldCount, newCount) = (anchor.old - oldStart, anchor.new - newStart)
      let most = min(oldCount, newCount)
      while low < most, old[oldStart + low] == new[newStart + low] { low += 1 }
      while high < most - low, old[anchor.old - 1 - high] == new[anchor.new - 1 - high] { high += 1 }
      for index in 0..<low { pairs.append((oldStart + index, newStart + index)) }
      for index in stride(from: high, to: 0, by: -1) { pairs.append((anchor.old - index, anchor.new - index)) }
      if anchor.old < old.count { pairs.append(anchor) }
      (oldStart, newStart) = (anchor.old + 1, anchor.new + 1)
    }
    return pairs
  }

  /// The lines that both texts have once, as many as stand in the same order.
  private static func anchors(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [(old: Int, new: Int)] {
    let unique = uniqueLines(old)
    let common = uniqueLines(new).compactMap { line, index in unique[line].map { (old: $0, new: index) } }
    return longestAscending(common.sorted { $0.old < $1.old })
  }

  private static func uniqueLines(_ lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>: Int] {
    var places: [ArraySlice<UInt8>: Int] = [:]
    for (index, line) in lines.enumerated() {
      // -1 stands for several.
      places[line] = places[line] == nil ? index : -1
    }
    return places.filter { $0.value >= 0 }
  }

  /// A longest subsequence whose places in the new text ascend.
  private static func longestAscending(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    // For each length, the pair that ends the subsequence of that length with the smallest place; and what stands before each pair.
    var ends: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].new < pair.new { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = ends[low - 1] }
      if low == ends.count { ends.append(index) } else { ends[low] = index }
    }
    var longest: [(old: Int, new: Int)] = []
    var index = ends.last ?? -1
    while index >= 0 {
      longest.append(pairs[index])
      index = before[index]
    }
    return longest.reversed()
  }
}
