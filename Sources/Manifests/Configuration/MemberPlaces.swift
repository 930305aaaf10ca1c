import Diagnostics

/// Where values stand in a file, in the order in which they were read.
///
/// Lists have one value a line and all of them in one column: stretches of such values take 12 bytes each, however long they are. At worst, with several
/// values in each line, that is 12 bytes a value.
struct MemberPlaces: Hashable, Sendable {
  /// Values of which each stands one line below the one before it, in the same column.
  private struct Stretch: Hashable, Sendable {
    let start: UInt32
    let line: UInt32
    let column: UInt32
  }

  private(set) var count = 0
  private var stretches: [Stretch] = []
  /// Where the next value stands if it continues the last stretch.
  private var nextLine = 0
  private var column = 0

  init() {}

  /// Adds the place of the next value: its line and column, from 1.
  ///
  /// Lines beyond 32 bits, which no file within the limits has, count from 0 again.
  @inline(__always)
  mutating func append(line: Int, column: Int) {
    if line != nextLine || column != self.column { beginStretch(line: line, column: column) }
    nextLine = line + 1
    count += 1
  }

  /// Adds the places of further values.
  mutating func append(contentsOf other: MemberPlaces) {
    guard !other.stretches.isEmpty else { return }
    let moved = UInt32(truncatingIfNeeded: count)
    stretches += other.stretches.map { Stretch(start: $0.start &+ moved, line: $0.line, column: $0.column) }
    count += other.count
    (nextLine, column) = (other.nextLine, other.column)
  }

  /// The place of the value with this index.
  ///
  /// O(log n).
  subscript(index: Int) -> SourcePosition {
    precondition(index >= 0 && index < count)
    var (low, high) = (0, stretches.count)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int(stretches[middle].start) <= index { low = middle } else { high = middle }
    }
    let stretch = stretches[low]
    return SourcePosition(line: Int(stretch.line) + index - Int(stretch.start), column: Int(stretch.column))
  }

  @inline(never)
  private mutating func beginStretch(line: Int, column: Int) {
    let (start, line32) = (UInt32(truncatingIfNeeded: count), UInt32(truncatingIfNeeded: line))
    stretches.append(Stretch(start: start, line: line32, column: UInt32(truncatingIfNeeded: column)))
    self.column = column
  }
}
