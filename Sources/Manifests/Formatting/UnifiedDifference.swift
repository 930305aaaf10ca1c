/// The difference of two texts in the unified format of `diff -u` and `patch`.
package struct UnifiedDifference {
  private static let contextLines = 3

  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]
  /// The lines with hidden addresses.
  private let shown: (old: [ArraySlice<UInt8>], new: [ArraySlice<UInt8>])

  package init(from old: [UInt8], to new: [UInt8]) {
    self.old = Self.lines(old)
    self.new = Self.lines(new)
    shown = (HiddenAddresses.maskedEmails(self.old), HiddenAddresses.maskedEmails(self.new))
  }

  /// The difference, empty for equal texts, with stars for email addresses and for every value of `email:`.
  package func text(name: String) -> String {
    let hunks = hunks(LineAlignment.pairs(old, new))
    if hunks.isEmpty { return "" }
    return "--- \(name)\n+++ \(name)\n" + hunks.map(HiddenAddresses.masked).joined()
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private struct Change {
    var old: Range<Int>
    var new: Range<Int>
  }

  private func hunks(_ pairs: [(old: Int, new: Int)]) -> [String] {
    var changes: [Change] = []
    var (nextOld, nextNew) = (0, 0)
    for pair in pairs + [(old.count, new.count)] {
      if pair.old > nextOld || pair.new > nextNew {
        changes.append(Change(old: nextOld..<pair.old, new: nextNew..<pair.new))
      }
      (nextOld, nextNew) = (pair.old + 1, pair.new + 1)
    }
    // Changes whose contexts touch are one hunk.
    var groups: [[Change]] = []
    for change in changes {
      if let last = groups.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * Self.contextLines {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
    return groups.map(hunk)
  }

  private func hunk(_ changes: [Change]) -> String {
    guard let first = changes.first, let last = changes.last else { return "" }
    let before = min(Self.contextLines, first.old.lowerBound)
    let after = min(Self.contextLines, old.count - last.old.upperBound)
    let oldRange = first.old.lowerBound - before..<last.old.upperBound + after
    let newRange = first.new.lowerBound - before..<last.new.upperBound + after
    var text = "@@ -\(Self.words(oldRange)) +\(Self.words(newRange)) @@\n"
    var next = oldRange.lowerBound
    for change in changes {
      for line in next..<change.old.lowerBound { text += Self.line(" ", shown.old[line]) }
      for line in change.old { text += Self.line("-", shown.old[line]) }
      for line in change.new { text += Self.line("+", shown.new[line]) }
      next = change.old.upperBound
    }
    for line in next..<oldRange.upperBound { text += Self.line(" ", shown.old[line]) }
    return text
  }

  /// The first line and how many; an empty range has the line before it.
  private static func words(_ range: Range<Int>) -> String {
    let start = range.isEmpty ? range.lowerBound : range.lowerBound + 1
    return range.count == 1 ? "\(start)" : "\(start),\(range.count)"
  }

  private static func line(_ sign: String, _ line: ArraySlice<UInt8>) -> String {
    let text = sign + String(decoding: line, as: UTF8.self)
    return line.last == UInt8(ascii: "\n") ? text : text + "\n\\ No newline at end of file\n"
  }
}

/// Finds the lines that two texts share: those that both have exactly once, in a longest common order, and their equal
/// neighbours (Bram Cohen's patience diff, one level deep).
///
/// O(n log n). The usual algorithm would take O(n²) for a list that was sorted.
enum LineAlignment {
  /// The numbers of equal lines, ascending on both sides.
  static func pairs(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [(old: Int, new: Int)] {
    var pairs: [(old: Int, new: Int)] = []
    var (oldStart, newStart) = (0, 0)
    for anchor in anchors(old, new) + [(old.count, new.count)] {
      // Equal lines at both ends of what is between two anchors.
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

  /// The lines that both texts have once, as many as are in the same order.
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
    // For each length, the pair that ends such a subsequence with the smallest place; and the predecessor of each pair.
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
