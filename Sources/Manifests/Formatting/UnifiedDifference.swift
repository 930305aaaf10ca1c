/// The difference of two texts in the unified format, as `diff -u` and `patch` know it.
package struct UnifiedDifference {
  private static let contextLines = 3

  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]
  /// The lines as they are shown.
  private let shown: (old: [ArraySlice<UInt8>], new: [ArraySlice<UInt8>])

  /// - Parameters:
  ///   - old: The text before.
  ///   - new: The text after.
  package init(from old: [UInt8], to new: [UInt8]) {
    self.old = Self.lines(old)
    self.new = Self.lines(new)
    shown = (HiddenAddresses.maskedEmails(self.old), HiddenAddresses.maskedEmails(self.new))
  }

  /// The difference, empty for equal texts; addresses, and whatever stands under `email:`, are stars.
  ///
  /// - Parameter name: The file's name, for both sides.
  /// - Returns: Lines, each with its end; text that is not UTF-8 with replacement characters.
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

  /// A stretch of lines that differ: these of the old text for those of the new one.
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
    // Changes whose context would touch are one hunk.
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

  /// Where and how many; an empty range is named by the line before it.
  private static func words(_ range: Range<Int>) -> String {
    let start = range.isEmpty ? range.lowerBound : range.lowerBound + 1
    return range.count == 1 ? "\(start)" : "\(start),\(range.count)"
  }

  private static func line(_ sign: String, _ line: ArraySlice<UInt8>) -> String {
    let text = sign + String(decoding: line, as: UTF8.self)
    return line.last == UInt8(ascii: "\n") ? text : text + "\n\\ No newline at end of file\n"
  }
}
