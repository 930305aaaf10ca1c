package import FoundationEssentials

/// The pause that a server asks for with `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
package enum RetryAfter {
  /// One day, in seconds; no caller waits longer.
  private static let maximum = 86_400

  /// The pause by headers with names in lower case: zero for a date in the past, `nil` without a valid header.
  ///
  /// `now` is for an answer without its own time in `Date`.
  package static func pause(_ headers: [String: String], now: @autoclosure () -> Date = .now) -> Duration? {
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Int(text) { return seconds >= 0 ? .seconds(min(seconds, maximum)) : nil }
    guard let end = date(text) else { return nil }
    // The server's own clock, if it is given: ours may be wrong.
    let seconds = end.timeIntervalSince(headers["date"].flatMap(date) ?? now())
    return .seconds(min(max(Int(seconds.rounded(.up)), 0), maximum))
  }

  /// Reads HTTP's three forms of a date: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6
  /// 08:49:37 1994`.
  static func date(_ text: String) -> Date? {
    var words = text.split { " ,-".contains($0) }
    guard words.count >= 5 else { return nil }
    // The third form has the month before the day, and the year at the end.
    if months.contains(words[1].lowercased()) { words.swapAt(1, 2) }
    if words[3].contains(":") { words.swapAt(3, 4) }
    guard let day = Int(words[1]), let month = months.firstIndex(of: words[2].lowercased()), var year = Int(words[3]) else {
      return nil
    }
    if words[3].utf8.count == 2 { year += year < 70 ? 2000 : 1900 }
    guard (1000...9999).contains(year), (1...31).contains(day) else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return try? Date("\(year)-\(two(month + 1))-\(two(day))T\(words[4])Z", strategy: .iso8601)
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}

/// Pauses between attempts: each twice as long as the one before, up to a maximum.
package struct Backoff: Hashable, Sendable {
  package let first: Duration
  package let maximum: Duration

  package init(first: Duration, maximum: Duration) {
    self.first = first
    self.maximum = maximum
  }

  /// The pause after an attempt, counted from 1.
  package func pause(after attempt: Int) -> Duration { min(maximum, first * (1 << min(attempt - 1, 20))) }
}
