import SegmentModel

/// A set of shopper profile ids in ascending order that changes and pages quickly, with a million members too.
///
/// The ids lie in chunks of at most ``largestChunk``. Finding a chunk takes O(log n), changing one moves at most its ids, and a page walks the
/// chunks' counts: O(n ÷ 1,000 + page). A plain sorted array would move 8 MB on average for every change among a million.
struct SortedIDs: Sendable {
  private static let largestChunk = 1_024

  /// Ascending within and across; none is empty.
  private var chunks: [[ShopperProfileID]] = []
  /// How many ids there are.
  private(set) var count = 0

  init() {}

  init(_ members: MemberSet) {
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
  var memberSet: MemberSet { MemberSet(chunks.joined()) }

  /// Whether the id is in the set.
  ///
  /// O(log n).
  func contains(_ id: ShopperProfileID) -> Bool {
    guard let chunk = chunkIndex(for: id) else { return false }
    let position = Self.position(of: id, in: chunks[chunk])
    return position < chunks[chunk].count && chunks[chunk][position] == id
  }

  /// Puts an id in; whether it is new.
  mutating func insert(_ id: ShopperProfileID) -> Bool {
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
  mutating func remove(_ id: ShopperProfileID) -> Bool {
    guard let chunk = chunkIndex(for: id) else { return false }
    let position = Self.position(of: id, in: chunks[chunk])
    guard position < chunks[chunk].count && chunks[chunk][position] == id else { return false }
    chunks[chunk].remove(at: position)
    count -= 1
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    return true
  }

  /// The ids from `offset` on, at most `limit` of them; none past the end.
  func slice(offset: Int, limit: Int) -> [ShopperProfileID] {
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
    chunks.isEmpty ? nil : max(chunks.firstPosition { $0[0] > id } - 1, 0)
  }

  /// The first position whose id is not below this one.
  private static func position(of id: ShopperProfileID, in chunk: [ShopperProfileID]) -> Int {
    chunk.firstPosition { $0 >= id }
  }
}

extension Array {
  /// Where the first element is that fulfils a condition, or would be, if all elements after one that fulfils it do as well.
  ///
  /// O(log n).
  func firstPosition(where isReached: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isReached(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
