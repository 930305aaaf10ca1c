/// The results of the body for all items, in the order of the items, with at most `workers` bodies at once.
///
/// - Throws: The first error that a body throws, after cancelling the others.
package func mapConcurrently<Item: Sendable, Result: Sendable>(
  _ items: [Item],
  workers: Int,
  _ body: @Sendable @escaping (Item) async throws -> Result
) async throws -> [Result] {
  try await withThrowingTaskGroup(of: (index: Int, result: Result).self) { group in
    var results: [Result?] = Array(repeating: nil, count: items.count)
    var waiting = items.enumerated().makeIterator()
    func start() {
      if let (index, item) = waiting.next() { group.addTask { (index, try await body(item)) } }
    }
    for _ in 0..<max(workers, 1) { start() }
    while let (index, result) = try await group.next() {
      results[index] = result
      start()
    }
    return results.compactMap { $0 }
  }
}
