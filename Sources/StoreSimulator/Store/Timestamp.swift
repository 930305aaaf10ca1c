/// A point in time as the store shows it: whole seconds since 1970, UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z; not before it, and before the year 10000.
  package let seconds: Int64

  /// - Parameter seconds: Seconds since 1970; brought into the range that the text form can show.
  package init(seconds: Int64) {
    self.seconds = min(max(seconds, 0), Self.lastSecond)
  }

  /// 9999-12-31T23:59:59Z.
  private static let lastSecond: Int64 = 253_402_300_799
  private static let secondsADay: Int64 = 86_400

  /// Reads `2026-01-31T12:00:00Z`, the only form that the simulator writes; `nil` for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z") else { return nil }
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":") else { return nil }
    guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8..<10]),
      let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19])
    else { return nil }
    guard year >= 1970, hour < 24, minute < 60, second < 60 else { return nil }
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    self.init(seconds: days * Self.secondsADay + hour * 3600 + minute * 60 + second)
    // A day that its month lacks comes back as another one.
    guard self.text == text else { return nil }
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// RFC 3339, such as `2026-01-31T12:00:00Z`.
  package var text: String {
    let (year, month, day) = Self.date(days: seconds / Self.secondsADay)
    let rest = seconds % Self.secondsADay
    // Digit by digit: a page of a list has 500 of these.
    return String(unsafeUninitializedCapacity: 20) { buffer in
      var end = 0
      func write(_ number: Int64, digits: Int, then mark: Unicode.Scalar) {
        var number = number
        for place in stride(from: end + digits - 1, through: end, by: -1) {
          buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
          number /= 10
        }
        buffer[end + digits] = UInt8(ascii: mark)
        end += digits + 1
      }
      write(year, digits: 4, then: "-")
      write(month, digits: 2, then: "-")
      write(day, digits: 2, then: "T")
      write(rest / 3600, digits: 2, then: ":")
      write(rest / 60 % 60, digits: 2, then: ":")
      write(rest % 60, digits: 2, then: "Z")
      return end
    }
  }

  /// Days since 1970 of a date of the Gregorian calendar (Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*).
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The reverse of ``days(year:month:day:)``.
  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
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
