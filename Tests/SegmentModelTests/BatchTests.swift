import SegmentModel
import TestSupport
import Testing

@Suite("Batches")
struct BatchTests {
  @Test func `A batch is never empty`() {
    #expect(Batch(.empty) == nil)
  }

  @Test func `A batch has at most fifty members`() {
    #expect(Batch(.numbered(1...50))?.count == 50)
    #expect(Batch(.numbered(1...51)) == nil)
  }

  @Test(arguments: [0, 1, 49, 50, 51, 99, 100, 101, 1000, 1340])
  func `Batches hold every member once, in order, in as few requests as possible`(count: Int) {
    let members = MemberSet.numbered(1..<(count + 1))
    let batches = Batch.batches(of: members)
    #expect(batches.count == (count + 49) / 50)
    #expect(batches.flatMap(\.members.ids) == members.ids)
    #expect(batches.allSatisfy { (1...50).contains($0.count) })
    #expect(batches.dropLast().allSatisfy { $0.count == 50 })
  }

  @Test func `The rest of a batch is a batch or nothing`() throws {
    let batch = try #require(Batch(.numbered(1...10)))
    #expect(batch.subtracting(.numbered(1...9))?.members == .numbered([10]))
    #expect(batch.subtracting(.numbered(1...10)) == nil)
    #expect(batch.subtracting(.numbered(1...99)) == nil)
    #expect(batch.subtracting(.empty) == batch)
  }

  @Test(arguments: 1...50)
  func `The halves of a batch have all its members, and a batch of one has none`(count: Int) throws {
    let batch = try #require(Batch(.numbered(1...count)))
    guard count > 1 else {
      #expect(batch.halves == nil)
      return
    }
    let halves = try #require(batch.halves)
    #expect(halves.0.members.ids + halves.1.members.ids == batch.members.ids)
    #expect(abs(halves.0.count - halves.1.count) <= 1)
    #expect(halves.0.count > 0 && halves.1.count > 0)
  }
}
