import Testing

@testable import Reporting

@Suite("Progress line")
struct ProgressLineTests {
  private static func line(_ done: Int, of total: Int, failures: Int = 0, after elapsed: Duration = .zero) -> ProgressLine {
    var line = ProgressLine()
    line.done = done
    line.total = total
    line.failures = failures
    line.elapsed = elapsed
    return line
  }

  @Test(arguments: [
    (200, "1,200/4,000 members (30 %), 3 failed, 240/s, about 12 s left"),
    (60, "1,200/4,000 members (30 %), 3 failed, 240/s, about 12 s left"),
    (59, "1,200/4,000 members (30 %), 3 failed, 240/s"),
    (43, "1,200/4,000 members (30 %), 3 failed, 240/s"),
    (42, "1,200/4,000 members (30 %), 3 failed"),
    (36, "1,200/4,000 members (30 %), 3 failed"),
    (35, "1,200/4,000 members (30 %)"),
    (26, "1,200/4,000 members (30 %)"),
    (25, "1,200/4,000 members"),
    (19, "1,200/4,000 members"),
    (18, "30 %"),
    (4, "30 %"),
    (3, ""),
    (0, ""),
  ])
  func `Parts that do not fit are left out, the least important first`(width: Int, text: String) {
    #expect(Self.line(1200, of: 4000, failures: 3, after: .seconds(5)).text(width: width) == text)
  }

  @Test(arguments: [
    (line(0, of: 4000), "0/4,000 members (0 %)"),
    (line(0, of: 4000, after: .seconds(60)), "0/4,000 members (0 %)"),
    // Too soon to know the rate.
    (line(500, of: 4000, after: .milliseconds(999)), "500/4,000 members (12 %)"),
    (line(500, of: 4000, after: .seconds(1)), "500/4,000 members (12 %), 500/s, about 7 s left"),
    // Time is rounded up, so that it never ends before it says.
    (line(300, of: 400, after: .milliseconds(4500)), "300/400 members (75 %), 66/s, about 2 s left"),
    (line(4000, of: 4000, after: .seconds(16)), "4,000/4,000 members (100 %), 250/s"),
    (line(100, of: 1300, after: .seconds(10)), "100/1,300 members (7 %), 10/s, about 2 min left"),
    (line(10, of: 1200, after: .seconds(1)), "10/1,200 members (0 %), 10/s, about 119 s left"),
    (line(1, of: 100, after: .seconds(10)), "1/100 members (1 %), about 17 min left"),
    (line(0, of: 0), "0/0 members"),
  ])
  func `Unknown values are left out`(line: ProgressLine, text: String) {
    #expect(line.text(width: 200) == text)
  }

  @Test(arguments: 0...80)
  func `The line is never wider than the terminal`(width: Int) {
    for done in [0, 1, 999_999, 1_000_000] {
      #expect(Self.line(done, of: 1_000_000, failures: 12_345, after: .seconds(10)).text(width: width).count <= width)
    }
  }
}
