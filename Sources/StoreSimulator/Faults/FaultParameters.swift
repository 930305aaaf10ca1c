import SegmentModel

/// The `key=value` pairs of a fault.
///
/// Each is taken out when it is read, so that what is left at the end is unknown.
struct FaultParameters {
  let kind: FaultKind
  var values: [String: String]

  func isGiven(_ key: String) -> Bool { values[key] != nil }

  /// A number in a range, or the standard if the key is not given; a key without a standard is required.
  mutating func number(_ key: String, in range: ClosedRange<Int>, standard: Int?) throws(InputProblem) -> Int {
    try value(key, standard, expected: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Milliseconds, at most an hour.
  mutating func milliseconds(_ key: String, atLeast least: Int = 0, standard: Int?) throws(InputProblem) -> Duration {
    .milliseconds(try number(key, in: least...3_600_000, standard: standard))
  }

  /// A share from 0 to 1.
  mutating func share(_ key: String, standard: Double) throws(InputProblem) -> Double {
    try value(key, standard, expected: "a number from 0 to 1") { text in
      Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }

  /// One of a few words, or the standard if the key is not given; a key without a standard is required.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    standard: Choice?
  ) throws(InputProblem) -> Choice {
    try value(key, standard, expected: Self.list(Choice.allCases.map(\.rawValue))) { Choice(rawValue: $0) }
  }

  /// `yes` or `no`, which is the standard.
  mutating func isYes(_ key: String) throws(InputProblem) -> Bool {
    try value(key, false, expected: "yes or no") { ["yes": true, "no": false][$0] }
  }

  /// Words joined by `+`; `nil` if the key is not given.
  mutating func words(_ key: String) -> [String]? {
    values.removeValue(forKey: key)?.split(separator: "+").map(String.init)
  }

  /// UUIDs joined by `+`; empty if the key is not given.
  mutating func profiles(_ key: String) throws(InputProblem) -> [ShopperProfileID] {
    var ids: [ShopperProfileID] = []
    for word in words(key) ?? [] {
      guard let id = ShopperProfileID(word) else { throw problem("\(key) takes UUIDs joined by +, not \"\(word)\"") }
      ids.append(id)
    }
    return ids
  }

  /// The value of a header; the key is required.
  mutating func headerText(_ key: String) throws(InputProblem) -> String {
    guard let text = values.removeValue(forKey: key) else { throw problem("needs \(key)=") }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw problem("\(key) takes visible ASCII characters")
    }
    return text
  }

  /// Refuses unknown keys.
  func requireAllTaken() throws(InputProblem) {
    if let key = values.keys.min() { throw problem("does not know \(key)=") }
  }

  func problem(_ text: String) -> InputProblem { InputProblem("\(kind.rawValue): \(text)") }

  static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }

  private mutating func value<Value>(
    _ key: String,
    _ standard: Value?,
    expected: String,
    _ read: (String) -> Value?
  ) throws(InputProblem) -> Value {
    guard let text = values.removeValue(forKey: key) else {
      guard let standard else { throw problem("needs \(key)=") }
      return standard
    }
    guard let value = read(text) else { throw problem("\(key) takes \(expected), not \"\(text)\"") }
    return value
  }
}

/// What is wrong with a fault's text or a seed file: one line, such as `error: does not know colour=`.
package struct InputProblem: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
