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

  /// The number with its noun, which takes an `s` unless there is exactly one: `1 member`, `2 members`.
  package static func of(_ value: Int, _ noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// The change of a number: `+25 %`, `-3 %`, `×12`; `nil` from nothing.
  package static func growth(from old: Int, to new: Int) -> String? {
    guard old > 0, new != old else { return nil }
    if new >= 10 * old { return "×\(number(new / old))" }
    let percent = (Double(new - old) / Double(old) * 100).rounded()
    if percent == 0 { return new > old ? "under +1 %" : "under -1 %" }
    return "\(percent > 0 ? "+" : "")\(Int(percent)) %"
  }
}
