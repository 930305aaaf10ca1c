import SegmentModel

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
    let lines = allLines
    // Changes whose contexts touch are one hunk.
    var hunks: [Range<Int>] = []
    for index in lines.indices where lines[index].sign != " " {
      let hunk = max(0, index - Self.contextLines)..<min(lines.count, index + 1 + Self.contextLines)
      let isNext = hunks.last.map { $0.upperBound < hunk.lowerBound } ?? true
      hunks.append((isNext ? hunk : hunks.removeLast()).lowerBound..<hunk.upperBound)
    }
    if hunks.isEmpty { return "" }
    return "--- \(name)\n+++ \(name)\n" + hunks.map { HiddenAddresses.masked(text(of: lines[$0])) }.joined()
  }

  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    return start < bytes.count ? lines + [bytes[start...]] : lines
  }

  /// A line of the difference, and how many lines of both texts are above it.
  private typealias Line = (sign: String, old: Int, new: Int)

  private var allLines: [Line] {
    var lines: [Line] = []
    var (nextOld, nextNew) = (0, 0)
    for pair in LineAlignment.pairs(old, new) + [(old.count, new.count)] {
      lines += (nextOld..<pair.old).map { ("-", $0, nextNew) }
      lines += (nextNew..<pair.new).map { ("+", pair.old, $0) }
      if pair.old < old.count { lines.append((" ", pair.old, pair.new)) }
      (nextOld, nextNew) = (pair.old + 1, pair.new + 1)
    }
    return lines
  }

  private func text(of hunk: ArraySlice<Line>) -> String {
    let (oldCount, newCount) = (hunk.count { $0.sign != "+" }, hunk.count { $0.sign != "-" })
    let first = hunk[hunk.startIndex]
    let place = "@@ -\(Self.words(first.old, oldCount)) +\(Self.words(first.new, newCount)) @@\n"
    return hunk.reduce(into: place) { text, line in
      let content = line.sign == "+" ? shown.new[line.new] : shown.old[line.old]
      text += line.sign + String(decoding: content, as: UTF8.self)
      if content.last != UInt8(ascii: "\n") { text += "\n\\ No newline at end of file\n" }
    }
  }

  /// The first line and how many; an empty range has the line before it.
  private static func words(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
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
      let length = ends.partitionIndex { pairs[$0].new >= pair.new }
      if length > 0 { before[index] = ends[length - 1] }
      if length == ends.count { ends.append(index) } else { ends[length] = index }
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
