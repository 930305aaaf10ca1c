/// A point in time in whole seconds, UTC, written as RFC 3339: the form of plan files, journals and the store.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z; not before it, and before the year 10000.
  package let seconds: Int64

  /// - Parameter seconds: Seconds since 1970; brought into the range that the text form can show.
  package init(seconds: Int64) {
    self.seconds = min(max(seconds, 0), Self.lastSecond)
  }

  package init(startOf day: CalendarDay) {
    self.init(seconds: Int64(day.daysSinceEpoch) * Self.secondsADay)
  }

  /// 9999-12-31T23:59:59Z.
  private static let lastSecond: Int64 = 253_402_300_799
  private static let secondsADay: Int64 = 86_400

  /// Reads `2026-01-31T12:00:00Z`, the only form that these programs write; `nil` for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z") else { return nil }
    guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":") else { return nil }
    guard let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self)), day.daysSinceEpoch >= 0,
      let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    self.init(seconds: Int64(day.daysSinceEpoch) * Self.secondsADay + hour * 3600 + minute * 60 + second)
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// The day in UTC.
  package var day: CalendarDay { CalendarDay(daysSinceEpoch: Int(seconds / Self.secondsADay)) }

  /// The time so much later; parts of a second are left out.
  package func advanced(by duration: Duration) -> Timestamp { Timestamp(seconds: seconds + duration.components.seconds) }

  /// RFC 3339, such as `2026-01-31T12:00:00Z`.
  package var text: String {
    let rest = Int(seconds % Self.secondsADay)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return number
  }
}
