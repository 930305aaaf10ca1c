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
}
