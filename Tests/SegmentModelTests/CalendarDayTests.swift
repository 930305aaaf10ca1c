import SegmentModel
import TestSupport
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017), ("2026-12-31", 20_818),
    ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func `a day counts from the first of January 1970, and is printed as it was read`(text: String, days: Int) {
    #expect(CalendarDay(text)?.daysSinceEpoch == days)
    #expect(CalendarDay(daysSinceEpoch: days).description == text)
  }

  @Test(arguments: [
    "", "2026", "2026-1-1", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "26-01-01",
    "2026-01-01T00:00:00Z", "2026/01/01", "+026-01-01", "2026-01- 1", "２０２６-01-01",
  ])
  func `a day that does not exist is refused`(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test func `each day of four centuries has a unique name and follows the day before`() {
    var previous = CalendarDay(daysSinceEpoch: -200_000)
    for number in -199_999 ..< -199_999 + 146_097 {
      let day = CalendarDay(daysSinceEpoch: number)
      #expect(previous < day)
      #expect(CalendarDay(day.description) == day)
      #expect(previous.description < day.description)
      previous = day
    }
  }
}

@Suite struct ValidityTests {
  private let first = CalendarDay(daysSinceEpoch: 10)
  private let last = CalendarDay(daysSinceEpoch: 20)

  @Test func `a member counts from the day it starts to the day before it expires`() throws {
    let validity = try #require(Validity(starts: first, expires: last))
    #expect(validity.phase(on: CalendarDay(daysSinceEpoch: 9)) == .upcoming)
    #expect(validity.phase(on: first) == .inForce)
    #expect(validity.phase(on: CalendarDay(daysSinceEpoch: 19)) == .inForce)
    #expect(validity.phase(on: last) == .expired)
  }

  @Test func `without dates a member counts on every day`() {
    #expect(Validity.unlimited.phase(on: CalendarDay(daysSinceEpoch: -1_000_000)) == .inForce)
    #expect(Validity.unlimited.phase(on: CalendarDay(daysSinceEpoch: 1_000_000)) == .inForce)
  }

  @Test func `a validity without a day is refused`() {
    #expect(Validity(starts: last, expires: first) == nil)
    #expect(Validity(starts: first, expires: first) == nil)
  }
}
