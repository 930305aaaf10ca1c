import ArgumentParser
import Reconciliation

/// How long to wait for the lock.
struct LockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long to wait while somebody else holds the lock: 30s, 10m, 1h, or 0 to give up at once.",
      valueName: "time"
    )
  )
  var lockTimeout = TimeSpan(.seconds(30), text: "30s")

  init() {}
}

/// A duration as it is written on a command line: `500ms`, `30s`, `10m`, `1h`, `7d`, `0`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible, Hashable, Sendable {
  let duration: Duration
  let description: String

  init(_ duration: Duration, text: String) {
    self.duration = duration
    description = text
  }

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    // A century: more would only overflow.
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

  /// Of `segapply --grace`.
  static let standardGrace = TimeSpan(ApplyRequest.standardGraceTime, text: "5s")
}
