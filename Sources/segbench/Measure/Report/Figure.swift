/// Numbers as people read them.
enum Figure {
  /// Such as `1.38 ×`.
  static func ratio(_ value: Double) -> String { "\(digits(value, 2)) ×" }

  static func count(_ value: Double) -> String { "\(Int(value.rounded()))" }

  /// Seconds in the unit that suits them.
  static func time(_ seconds: Double) -> String {
    switch seconds {
    case 1...: "\(digits(seconds, 2)) s"
    case 1e-3..<1: "\(digits(seconds * 1e3, 1)) ms"
    case 1e-6..<1e-3: "\(digits(seconds * 1e6, 2)) µs"
    default: "\(digits(seconds * 1e9, 1)) ns"
    }
  }

  /// Bytes in the unit that suits them, in powers of ten.
  static func size(_ bytes: Double) -> String {
    switch bytes {
    case 1e6...: "\(digits(bytes / 1e6, 1)) MB"
    case 1e3..<1e6: "\(digits(bytes / 1e3, 1)) kB"
    default: "\(Int(bytes)) B"
    }
  }

  /// A number with so many digits behind the point.
  static func digits(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var factor = 1
    for _ in 0..<places { factor *= 10 }
    let scaled = Int((value * Double(factor)).rounded())
    guard places > 0 else { return "\(scaled)" }
    let fraction = "\(abs(scaled) % factor)"
    let sign = scaled < 0 ? "-" : ""
    return "\(sign)\(abs(scaled) / factor).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
  }
}
