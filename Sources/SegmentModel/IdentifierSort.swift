/// Sorts ids by their bits: most significant bits first, into buckets, until a bucket is small.
///
/// A comparison sort takes log₂ n steps an id, 20 for a million; random ids are in place here after two or three. Ids that share their first bits cost no
/// more: bits in which no two ids of a bucket differ are passed over.
enum IdentifierSort {
  /// Buckets of so many ids are sorted by insertion.
  private static let smallest = 32
  /// So many ids stay in a processor's nearer cache.
  private static let near = 1 << 15

  /// The ids in ascending order, repetitions among them.
  ///
  /// O(n), and room for as many ids again.
  static func sorted(_ ids: [ShopperProfileID]) -> [ShopperProfileID] {
    // Places are counted in 32 bits; 64 GB of ids may take their time.
    guard ids.count < UInt32.max else { return ids.sorted() }
    return [ShopperProfileID](unsafeUninitializedCapacity: ids.count) { target, count in
      ids.withUnsafeBufferPointer { source in
        if source.count > smallest {
          scatter(source, into: target)
        } else {
          _ = target.initialize(fromContentsOf: source)
          insertionSort(UnsafeMutableBufferPointer(rebasing: target[..<source.count]))
        }
      }
      count = ids.count
    }
  }

  /// Puts the ids of `source` into `target`, which has as many places or more, in ascending order.
  ///
  /// Ids are trivial values: it makes no difference whether the places were initialized before.
  private static func scatter(
    _ source: UnsafeBufferPointer<ShopperProfileID>,
    into target: UnsafeMutableBufferPointer<ShopperProfileID>
  ) {
    guard let window = Window(of: source) else {
      // All ids are the same one.
      _ = target.initialize(fromContentsOf: source)
      return
    }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: window.count) { ends in
      ends.initialize(repeating: 0)
      for id in source { ends[window.bucket(of: id)] &+= 1 }
      // First where each bucket starts; every id that is put into it moves that on, to its end at last.
      var start: UInt32 = 0
      var largest: UInt32 = 0
      for bucket in 0..<window.count {
        let count = ends[bucket]
        ends[bucket] = start
        start += count
        largest = max(largest, count)
      }
      for id in source {
        let bucket = window.bucket(of: id)
        target.initializeElement(at: Int(ends[bucket]), to: id)
        ends[bucket] &+= 1
      }
      // Ids are a bucket's length from their places at most: one insertion sort of all is quicker than one for each bucket.
      guard largest > smallest else { return insertionSort(UnsafeMutableBufferPointer(rebasing: target[..<source.count])) }
      var first = 0
      for end in ends {
        sortBucket(UnsafeMutableBufferPointer(rebasing: target[first..<Int(end)]))
        first = Int(end)
      }
    }
  }

  private static func sortBucket(_ bucket: UnsafeMutableBufferPointer<ShopperProfileID>) {
    guard bucket.count > smallest else { return insertionSort(bucket) }
    withUnsafeTemporaryAllocation(of: ShopperProfileID.self, capacity: bucket.count) { room in
      _ = room.initialize(fromContentsOf: bucket)
      scatter(UnsafeBufferPointer(room), into: bucket)
    }
  }

  private static func insertionSort(_ ids: UnsafeMutableBufferPointer<ShopperProfileID>) {
    guard ids.count > 1 else { return }
    for index in 1..<ids.count {
      let id = ids[index]
      var place = index
      while place > 0, id < ids[place - 1] {
        ids[place] = ids[place - 1]
        place -= 1
      }
      ids[place] = id
    }
  }

  /// The bits that ids are told apart by: from the first in which any two of them differ.
  private struct Window {
    /// Whether they are bits of the lower half; all ids have the same upper half then.
    private let isLow: Bool
    private let shift: UInt64
    private let mask: UInt64

    var count: Int { Int(mask) + 1 }

    /// `nil` when no two ids differ.
    init?(of ids: UnsafeBufferPointer<ShopperProfileID>) {
      guard let first = ids.first?.bits else { return nil }
      var high: UInt64 = 0
      var low: UInt64 = 0
      for id in ids {
        high |= id.bits.high ^ first.high
        low |= id.bits.low ^ first.low
      }
      isLow = high == 0
      let differing = isLow ? low : high
      guard differing != 0 else { return nil }
      // More buckets than ids, which leaves next to nothing to sort; but no more of them than a processor writes to side by side.
      let wanted = Int.bitWidth - ids.count.leadingZeroBitCount + 1
      let last = UInt64.bitWidth - differing.leadingZeroBitCount
      let bits = min(wanted, ids.count > near ? 10 : 12, last)
      shift = UInt64(last - bits)
      mask = 1 << UInt64(bits) - 1
    }

    func bucket(of id: ShopperProfileID) -> Int {
      Int(truncatingIfNeeded: (isLow ? id.bits.low : id.bits.high) &>> shift & mask)
    }
  }
}
