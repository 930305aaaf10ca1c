import SegmentModel

/// The `key=value` pairs of a fault, taken out one by one; what is left at the end is not known.
struct FaultParameters {
  private let kind: FaultKind
  private var values: [String: String]

  init(kind: FaultKind, values: [String: String]) {
    self.kind = kind
    self.values = values
  }

  func isGiven(_ key: String) -> Bool { values[key] != nil }

  /// A number in a range; where the key is not given, the standard, without which the key is needed.
  mutating func number(_ key: String, in range: ClosedRange<Int>, standard: Int?) throws(FaultSpecProblem) -> Int {
    try value(key, standard, expected: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Milliseconds, at most an hour.
  mutating func milliseconds(_ key: String, atLeast least: Int = 0, standard: Int?) throws(FaultSpecProblem) -> Duration {
    .milliseconds(try number(key, in: least...3_600_000, standard: standard))
  }

  /// A share from 0 to 1.
  mutating func share(_ key: String, standard: Double) throws(FaultSpecProblem) -> Double {
    try value(key, standard, expected: "a number from 0 to 1") { text in
      Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }

  /// One of a few words; where the key is not given, the standard, without which the key is needed.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    standard: Choice?
  ) throws(FaultSpecProblem) -> Choice {
    try value(key, standard, expected: Self.list(Choice.allCases.map(\.rawValue))) { Choice(rawValue: $0) }
  }

  /// Words joined by `+`; `nil` where the key is not given.
  mutating func words(_ key: String) -> [String]? {
    values.removeValue(forKey: key)?.split(separator: "+").map(String.init)
  }

  /// UUIDs joined by `+`; none where the key is not given.
  mutating func profiles(_ key: String) throws(FaultSpecProblem) -> [ShopperProfileID] {
    var ids: [ShopperProfileID] = []
    for word in words(key) ?? [] {
      guard let id = ShopperProfileID(word) else { throw problem("\(key) takes UUIDs joined by +, not \"\(word)\"") }
      ids.append(id)
    }
    return ids
  }

  /// A text that can stand in a header; the key must be given.
  mutating func headerText(_ key: String) throws(FaultSpecProblem) -> String {
    guard let text = values.removeValue(forKey: key) else { throw problem("needs \(key)=") }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw problem("\(key) takes visible ASCII characters")
    }
    return text
  }

  /// Refuses a key that was given and that nobody asked for.
  func requireAllTaken() throws(FaultSpecProblem) {
    if let key = values.keys.min() { throw problem("does not know \(key)=") }
  }

  func problem(_ text: String) -> FaultSpecProblem { FaultSpecProblem("\(kind.rawValue): \(text)") }

  static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }

  private mutating func value<Value>(
    _ key: String,
    _ standard: Value?,
    expected: String,
    _ read: (String) -> Value?
  ) throws(FaultSpecProblem) -> Value {
    guard let text = values.removeValue(forKey: key) else {
      guard let standard else { throw problem("needs \(key)=") }
      return standard
    }
    guard let value = read(text) else { throw problem("\(key) takes \(expected), not \"\(text)\"") }
    return value
  }
}

/// What is wrong with a fault's text: one line, such as `error: does not know colour=`.
package struct FaultSpecProblem: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
