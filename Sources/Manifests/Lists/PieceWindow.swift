/// A buffer for the bytes of a file that are being looked at: filled at its end, emptied at its beginning.
///
/// The same memory serves for the whole file, which memory for all of it at once would cost a million ids more time than their digits do.
struct PieceWindow: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private var count = 0

  /// - Parameter capacity: How many bytes to take at a time, 1 or more.
  init(capacity: Int) { memory = .allocate(byteCount: max(capacity, 1), alignment: 16) }

  deinit { memory.deallocate() }

  /// What the window holds; valid until it changes.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]).bindMemory(to: UInt8.self))
  }

  /// Fills the window, which grows if it is full.
  ///
  /// - Parameter fill: Puts bytes into a buffer and says how many those are.
  /// - Returns: Whether those were the last ones, since they were fewer than there was room for.
  /// - Throws: What `fill` throws.
  mutating func fill<Failure>(_ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int) throws(Failure) -> Bool {
    if count == memory.count { grow() }
    let room = UnsafeMutableRawBufferPointer(rebasing: memory[count...])
    let added = try fill(room)
    count += added
    return added < room.count
  }

  /// Removes bytes from the beginning.
  mutating func remove(_ removed: Int) {
    let rest = UnsafeRawBufferPointer(rebasing: memory[removed..<count])
    memory.copyMemory(from: rest)
    count = rest.count
  }

  /// Doubles the room, so that a long row is looked at few times.
  private mutating func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count * 2, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(memory))
    memory.deallocate()
    memory = larger
  }
}
