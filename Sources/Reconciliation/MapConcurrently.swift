import Synchronization

/// The results of the body for every item, in the order of the items, with this many bodies at once.
///
/// Workers take items from one queue, so that a slow item holds up nobody.
///
/// - Throws: The first error that a body throws; the others are cancelled then.
func mapConcurrently<Item: Sendable, Result: Sendable>(
  _ items: [Item],
  workers: Int,
  _ body: @Sendable @escaping (Item) async throws -> Result
) async throws -> [Result] {
  let queue = WorkQueue(count: items.count)
  return try await withThrowingTaskGroup(of: [(index: Int, result: Result)].self) { group in
    for _ in 0..<min(max(workers, 1), items.count) {
      group.addTask {
        var results: [(index: Int, result: Result)] = []
        while let index = queue.next() {
          results.append((index, try await body(items[index])))
        }
        return results
      }
    }
    var results: [Result?] = Array(repeating: nil, count: items.count)
    for try await part in group {
      for (index, result) in part { results[index] = result }
    }
    return results.compactMap { $0 }
  }
}

/// Hands out the numbers from 0, each once.
private final class WorkQueue: Sendable {
  private let count: Int
  private let following = Atomic(0)

  init(count: Int) { self.count = count }

  func next() -> Int? {
    let index = following.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
