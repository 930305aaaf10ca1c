package import SegmentModel

/// A set of shopper profile ids in ascending order that changes and pages quickly, with a million members too.
///
/// The ids lie in chunks of at most ``largestChunk``. Finding a chunk takes O(log n), changing one moves at most its ids, and a page walks the
/// chunks' counts: O(n ÷ 1,000 + page). A plain sorted array would move 8 MB on average for every change among a million.
package struct SortedIDs: Sendable {
  private static let largestChunk = 1_024

  /// Ascending within and across; none is empty.
  private var chunks: [[ShopperProfileID]] = []
  /// How many ids there are.
  package private(set) var count = 0

  package init() {}

  package init(_ members: MemberSet) {
    count = members.count
    // Half full, so that the next insertion does not have to split.
    let size = Self.largestChunk / 2
    chunks = stride(from: 0, to: members.count, by: size).map { start in
      Array(members.ids[start..<min(start + size, members.count)])
    }
  }

  /// All ids as a set.
  ///
  /// O(n).
  package var memberSet: MemberSet { MemberSet(chunks.joined()) }

  /// Whether the id is in the set.
  ///
  /// O(log n).
  package func contains(_ id: ShopperProfileID) -> Bool {
    guard let chunk = chunkIndex(for: id) else { return false }
    let position = Self.position(of: id, in: chunks[chunk])
    return position < chunks[chunk].count && chunks[chunk][position] == id
  }

  /// Puts an id in; whether it is new.
  package mutating func insert(_ id: ShopperProfileID) -> Bool {
    guard let chunk = chunkIndex(for: id) else {
      chunks = [[id]]
      count = 1
      return true
    }
    let position = Self.position(of: id, in: chunks[chunk])
    if position < chunks[chunk].count && chunks[chunk][position] == id { return false }
    chunks[chunk].insert(id, at: position)
    count += 1
    if chunks[chunk].count > Self.largestChunk {
      let middle = chunks[chunk].count / 2
      let upper = Array(chunks[chunk][middle...])
      chunks[chunk].removeSubrange(middle...)
      chunks.insert(upper, at: chunk + 1)
    }
    return true
  }

  /// Takes an id out; whether it was there.
  package mutating func remove(_ id: ShopperProfileID) -> Bool {
    guard let chunk = chunkIndex(for: id) else { return false }
    let position = Self.position(of: id, in: chunks[chunk])
    guard position < chunks[chunk].count && chunks[chunk][position] == id else { return false }
    chunks[chunk].remove(at: position)
    count -= 1
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    return true
  }

  /// The ids from `offset` on, at most `limit` of them; none past the end.
  package func slice(offset: Int, limit: Int) -> [ShopperProfileID] {
    var result: [ShopperProfileID] = []
    var skipped = offset
    for chunk in chunks {
      guard result.count < limit else { break }
      if skipped >= chunk.count {
        skipped -= chunk.count
        continue
      }
      result += chunk[skipped..<min(chunk.count, skipped + limit - result.count)]
      skipped = 0
    }
    return result
  }

  /// The only chunk that may hold the id: the last that does not start above it, or the first.
  ///
  /// `nil` when there are no chunks.
  private func chunkIndex(for id: ShopperProfileID) -> Int? {
    var low = 0
    var high = chunks.count
    while low < high {
      let middle = low + (high - low) / 2
      if chunks[middle][0] <= id { low = middle + 1 } else { high = middle }
    }
    return chunks.isEmpty ? nil : max(low - 1, 0)
  }

  /// The first position whose id is not below this one.
  private static func position(of id: ShopperProfileID, in chunk: [ShopperProfileID]) -> Int {
    var low = 0
    var high = chunk.count
    while low < high {
      let middle = low + (high - low) / 2
      if chunk[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
