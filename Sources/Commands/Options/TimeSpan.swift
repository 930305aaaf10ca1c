import ArgumentParser

/// A duration on the command line: `500ms`, `30s`, `10m`, `1h`, `7d`, `0`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible, Hashable, Sendable {
  let duration: Duration
  let description: String

  init(_ duration: Duration, text: String) {
    self.duration = duration
    description = text
  }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    // A century in seconds, so that no product overflows.
    guard let number = Int(digits), number <= 3_155_760_000 else { return nil }
    switch argument.dropFirst(digits.count) {
    case "" where number == 0: self.init(.zero, text: argument)
    case "ms": self.init(.milliseconds(number), text: argument)
    case "s": self.init(.seconds(number), text: argument)
    case "m": self.init(.seconds(number * 60), text: argument)
    case "h": self.init(.seconds(number * 3600), text: argument)
    case "d": self.init(.seconds(number * 86_400), text: argument)
    default: return nil
    }
  }

  var defaultValueDescription: String { description }
}

/// A number of days on the command line: `14d`, `2w`, `14`.
struct DaySpan: ExpressibleByArgument, CustomStringConvertible, Hashable, Sendable {
  /// 1 to 36,525: a century.
  let count: Int

  init(days: Int) { count = days }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), (1...36_525).contains(number) else { return nil }
    switch argument.dropFirst(digits.count) {
    case "", "d": count = number
    case "w" where number <= 5_217: count = number * 7
    default: return nil
    }
  }

  var description: String { "\(count)d" }

  var defaultValueDescription: String { description }
}
