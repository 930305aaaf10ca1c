import SegmentModel

/// Finds the values of an array that stand there more than once.
struct RepetitionSearch {
  /// How many values repeat an earlier one.
  private(set) var count = 0
  /// The first value that does, and the one that it repeats.
  private(set) var first: (again: Int, earlier: Int)?

  /// Searches ids.
  ///
  /// O(n) with 4 bytes a value, since lists of a million are usual; none for a list that is sorted.
  init(of ids: [ShopperProfileID]) {
    if Self.isAscending(ids) { return }
    // Random for each search, so that nobody can write a list whose ids all collide.
    let seed = UUIDBits(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    search(ids) { id in
      let product = (id.bits.high ^ seed.high).multipliedFullWidth(by: id.bits.low ^ seed.low)
      return product.high ^ product.low
    }
  }

  /// Searches references to customers.
  ///
  /// O(n).
  init(of customers: [CustomerReference]) {
    search(customers) { UInt64(truncatingIfNeeded: $0.hashValue) }
  }

  private static func isAscending(_ ids: [ShopperProfileID]) -> Bool {
    ids.withUnsafeBufferPointer { ids in
      for index in ids.indices.dropFirst() where ids[index - 1] >= ids[index] { return false }
      return true
    }
  }

  /// Looks at those values only that share their mark with another one, which of a list without repetitions few do.
  private mutating func search<Value: Hashable>(_ values: [Value], hash: (Value) -> UInt64) {
    let candidates = values.withUnsafeBufferPointer { Self.candidates($0, hash: hash) }
    guard !candidates.isEmpty else { return }
    var size = 4
    while size < candidates.count * 2 { size *= 2 }
    let mask = size - 1
    // 0 is an empty place, so numbers count from 1. Lists are too short for more than 32 bits.
    var table = [UInt32](repeating: 0, count: size)
    for index in candidates {
      // Not the bits that were the mark: those are alike.
      var place = Int(truncatingIfNeeded: hash(values[index]) >> 32) & mask
      while table[place] != 0 && values[Int(table[place]) - 1] != values[index] { place = (place + 1) & mask }
      if table[place] == 0 {
        table[place] = UInt32(truncatingIfNeeded: index + 1)
      } else {
        count += 1
        if first == nil { first = (index, Int(table[place]) - 1) }
      }
    }
  }

  /// The numbers of the values whose mark another value has too, ascending: all that are repeated, and some by chance.
  ///
  /// Two bits a mark and sixteen marks a value stay in the processor's cache where a table of all values does not.
  private static func candidates<Value>(_ values: UnsafeBufferPointer<Value>, hash: (Value) -> UInt64) -> [Int] {
    var size = 64
    while size < values.count * 16 { size *= 2 }
    let mask = UInt64(size - 1)
    var seen = [UInt64](repeating: 0, count: size / 64)
    var shared: [UInt64] = []
    for value in values {
      let mark = hash(value) & mask
      let (word, bit) = (Int(mark >> 6), UInt64(1) << (mark & 63))
      if seen[word] & bit == 0 {
        seen[word] |= bit
      } else {
        if shared.isEmpty { shared = [UInt64](repeating: 0, count: size / 64) }
        shared[word] |= bit
      }
    }
    if shared.isEmpty { return [] }
    return values.indices.filter { index in
      let mark = hash(values[index]) & mask
      return shared[Int(mark >> 6)] & UInt64(1) << (mark & 63) != 0
    }
  }
}
