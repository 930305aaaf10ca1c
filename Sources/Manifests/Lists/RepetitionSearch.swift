import SegmentModel

/// Finds the values of an array that stand there more than once.
struct RepetitionSearch {
  /// How many values repeat an earlier one.
  private(set) var count = 0
  /// The first value that does, and the one that it repeats.
  private(set) var first: (again: Int, earlier: Int)?

  /// Searches ids.
  ///
  /// O(n) and no allocation but one of 8 bytes a value, since lists of a million are usual; none for a list that is sorted.
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

  /// Puts the number of each value into a table at the place that its hash says, or behind it where that is taken.
  private mutating func search<Value: Hashable>(_ values: [Value], hash: (Value) -> UInt64) {
    guard values.count > 1 else { return }
    var size = 4
    while size < values.count * 2 { size *= 2 }
    let mask = size - 1
    // 0 is an empty place, so numbers count from 1. Lists are too short for more than 32 bits.
    var table = [UInt32](repeating: 0, count: size)
    table.withUnsafeMutableBufferPointer { table in
      values.withUnsafeBufferPointer { values in
        for index in values.indices {
          var place = Int(truncatingIfNeeded: hash(values[index])) & mask
          while table[place] != 0 && values[Int(table[place]) - 1] != values[index] { place = (place + 1) & mask }
          if table[place] == 0 {
            table[place] = UInt32(truncatingIfNeeded: index + 1)
          } else {
            count += 1
            if first == nil { first = (index, Int(table[place]) - 1) }
          }
        }
      }
    }
  }
}
