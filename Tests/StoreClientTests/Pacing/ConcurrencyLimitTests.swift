import Testing

@testable import StoreClient

@Suite struct ConcurrencyLimitTests {
  @Test(arguments: [(-1, 1), (0, 1), (1, 1), (7, 7), (10, 10), (11, 10), (1000, 10)])
  func `the limit starts at the given value, within the vendor's limit`(asked: Int, limit: Int) {
    #expect(ConcurrencyLimit(maximum: asked).current == limit)
  }

  @Test func `each overload halves the limit, down to one`() {
    var limit = ConcurrencyLimit(maximum: 10)
    var history: [Int] = []
    for second in 1...5 {
      limit.overloaded(sentAt: .seconds(second), at: .seconds(second) + .milliseconds(100))
      history.append(limit.current)
    }
    #expect(history == [5, 2, 1, 1, 1])
  }

  @Test func `requests that were in flight together count as one overload, not ten`() {
    var limit = ConcurrencyLimit(maximum: 10)
    for number in 1...10 {
      limit.overloaded(sentAt: .milliseconds(number), at: .seconds(1) + .milliseconds(number))
    }
    #expect(limit.current == 5)
    limit.overloaded(sentAt: .seconds(2), at: .seconds(3))
    #expect(limit.current == 2)
  }

  @Test func `the limit recovers by one after each round of good answers, up to its start value`() {
    var limit = ConcurrencyLimit(maximum: 6)
    limit.overloaded(sentAt: .zero, at: .seconds(1))
    #expect(limit.current == 3)
    var history: [Int] = []
    for _ in 0..<20 {
      limit.served()
      history.append(limit.current)
    }
    #expect(history == [3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6])
  }

  @Test func `good answers at the full limit are not saved up`() {
    var limit = ConcurrencyLimit(maximum: 4)
    for _ in 0..<100 { limit.served() }
    limit.overloaded(sentAt: .zero, at: .seconds(1))
    limit.served()
    #expect(limit.current == 2)
  }
}
