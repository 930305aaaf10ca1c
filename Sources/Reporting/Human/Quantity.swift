/// Counts in words.
package enum Quantity {
  /// The number with commas between thousands: `1,340`.
  package static func number(_ value: Int) -> String {
    var text = ""
    let digits = String(value.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return value < 0 ? "-\(text)" : text
  }

  /// The number for a cell of a table, which stays empty for 0.
  static func cell(_ value: Int) -> String { value == 0 ? "" : number(value) }

  /// The number with its noun, which takes an `s` unless the number is 1: `1 member`, `2 members`.
  package static func of(_ value: Int, _ noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// The time, rounded up: `95 s`, `6 min`.
  package static func duration(_ time: Duration) -> String {
    let seconds = Int((time / .seconds(1)).rounded(.up))
    return seconds < 120 ? "\(seconds) s" : "\((seconds + 59) / 60) min"
  }

  /// The change of a number: `+25 %`, `-3 %`, `×12`; `nil` if the number is unchanged or was 0.
  package static func growth(from old: Int, to new: Int) -> String? {
    guard old > 0, new != old else { return nil }
    if new >= 10 * old { return "×\(number(new / old))" }
    let percent = (Double(new - old) / Double(old) * 100).rounded()
    if percent == 0 { return new > old ? "under +1 %" : "under -1 %" }
    return "\(percent > 0 ? "+" : "")\(Int(percent)) %"
  }
}
