/// A time in UTC in whole seconds, written as RFC 3339: the form that plan files, journals and the store have.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, at most ``lastSecond``.
  package let seconds: Int64

  /// - Parameter seconds: Seconds since 1970; limited to what the text form can show.
  package init(seconds: Int64) { self.seconds = min(max(seconds, 0), Self.lastSecond) }

  package init(startOf day: CalendarDay) { self.init(seconds: Int64(day.daysSinceEpoch) * Self.secondsPerDay) }

  /// 9999-12-31T23:59:59Z.
  private static let lastSecond: Int64 = 253_402_300_799
  private static let secondsPerDay: Int64 = 86_400

  /// Reads `2026-01-31T12:00:00Z`, the only form that these programs write; `nil` for anything else.
  package init?(_ text: String) {
    let parts = text.split { "T:Z".contains($0) }
    guard text.utf8.count == 20, parts.count == 4, let day = CalendarDay(parts[0]), let hour = Int(parts[1]),
      let minute = Int(parts[2]), let second = Int(parts[3])
    else { return nil }
    self.init(seconds: Int64(day.daysSinceEpoch) * Self.secondsPerDay + Int64(hour * 3600 + minute * 60 + second))
    // An hour that no day has is counted as another time.
    guard self.text == text else { return nil }
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  package var day: CalendarDay { CalendarDay(daysSinceEpoch: Int(seconds / Self.secondsPerDay)) }

  /// The time so much later; fractions of a second are dropped.
  package func advanced(by duration: Duration) -> Timestamp { Timestamp(seconds: seconds + duration.components.seconds) }

  /// RFC 3339, such as `2026-01-31T12:00:00Z`.
  package var text: String {
    let rest = seconds % Self.secondsPerDay
    return "\(day)T\((rest / 3600).padded(to: 2)):\((rest / 60 % 60).padded(to: 2)):\((rest % 60).padded(to: 2))Z"
  }
}

extension Timestamp: Codable {
  package init(from decoder: any Decoder) throws {
    self = try decoder.value("a time such as 2026-01-31T12:00:00Z expected") { Timestamp($0) }
  }

  package func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
}
