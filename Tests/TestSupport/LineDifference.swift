/// Shows how two texts differ, line by line.
package enum LineDifference {
  /// The lines of both texts in order, marked `-` when only `old` has them and `+` when only `new` does.
  ///
  /// Lines that are in both are left out unless they stand within two lines of a difference.
  package static func text(from old: String, to new: String) -> String {
    let oldLines = lines(of: old)
    let newLines = lines(of: new)
    let difference = newLines.difference(from: oldLines)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var merged: [(mark: String, line: String)] = []
    var oldIndex = 0
    var newIndex = 0
    while oldIndex < oldLines.count || newIndex < newLines.count {
      if removed.contains(oldIndex) {
        merged.append(("-", oldLines[oldIndex]))
        oldIndex += 1
      } else if inserted.contains(newIndex) {
        merged.append(("+", newLines[newIndex]))
        newIndex += 1
      } else {
        merged.append((" ", oldLines[oldIndex]))
        oldIndex += 1
        newIndex += 1
      }
    }
    return excerpt(of: merged)
  }

  private static func excerpt(of merged: [(mark: String, line: String)]) -> String {
    let context = 2
    var shown: Set<Int> = []
    for (index, entry) in merged.enumerated() where entry.mark != " " {
      shown.formUnion((index - context)...(index + context))
    }
    return merged.indices.filter(shown.contains).map { "\(merged[$0].mark) \(merged[$0].line)" }.joined(separator: "\n")
  }

  /// By bytes, so that a missing line break at the end, or one of another kind, shows.
  private static func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
}
