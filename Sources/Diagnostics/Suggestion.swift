/// Finds what the user may have meant.
package enum Suggestion {
  /// Words with this edit distance or more are not similar.
  private static let tooFar = 4
  /// Longer words are not compared: two of a hundred thousand letters would take minutes.
  private static let maximumLength = 256

  /// The most similar known word: within one edit for up to three letters, two for up to eight, three for more.
  ///
  /// The first of equally similar words wins.
  package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in known {
      let distance = editDistance(word.lowercased(), candidate.lowercased())
      let allowed = candidate.count <= 3 ? 1 : candidate.count <= 8 ? 2 : tooFar - 1
      if distance <= allowed, distance < best?.distance ?? tooFar {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// The insertions, deletions, replacements and swaps of neighbours that turn one word into the other; O(n·m).
  static func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    // Words that differ this much in length are too far apart anyway. The table would only cost time on hostile input.
    if abs(left.count - right.count) >= tooFar || max(left.count, right.count) > maximumLength { return tooFar }
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for leftIndex in 1...left.count {
      var current = [leftIndex]
      for rightIndex in 1...right.count {
        let replacement = previous[rightIndex - 1] + (left[leftIndex - 1] == right[rightIndex - 1] ? 0 : 1)
        var distance = min(previous[rightIndex] + 1, current[rightIndex - 1] + 1, replacement)
        if leftIndex > 1, rightIndex > 1,
          left[leftIndex - 1] == right[rightIndex - 2], left[leftIndex - 2] == right[rightIndex - 1]
        {
          distance = min(distance, beforePrevious[rightIndex - 2] + 1)
        }
        current.append(distance)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
