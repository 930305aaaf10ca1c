import SegmentModel

/// The `key=value` pairs of a fault, taken out one by one; what is left at the end is not known.
struct FaultParameters {
  private let kind: FaultKind
  private var values: [String: String]

  init(kind: FaultKind, values: [String: String]) {
    self.kind = kind
    self.values = values
  }

  /// A number in a range, or the standard where the key is not given.
  ///
  /// - Throws: ``FaultSpecProblem``.
  mutating func number(_ key: String, in range: ClosedRange<Int>, standard: Int?) throws(FaultSpecProblem) -> Int {
    guard let text = values.removeValue(forKey: key) else {
      guard let standard else { throw problem("needs \(key)=") }
      return standard
    }
    guard let number = Int(text), range.contains(number) else {
      throw problem("\(key) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
    }
    return number
  }

  /// Milliseconds, at most an hour.
  ///
  /// - Throws: ``FaultSpecProblem``.
  mutating func milliseconds(_ key: String, atLeast least: Int = 0, standard: Int?) throws(FaultSpecProblem) -> Duration {
    .milliseconds(try number(key, in: least...3_600_000, standard: standard))
  }

  /// A share from 0 to 1; `nil` where the key is not given.
  ///
  /// - Throws: ``FaultSpecProblem``.
  mutating func share(_ key: String) throws(FaultSpecProblem) -> Double? {
    guard let text = values.removeValue(forKey: key) else { return nil }
    guard let share = Double(text), (0...1).contains(share) else {
      throw problem("\(key) takes a number from 0 to 1, not \"\(text)\"")
    }
    return share
  }

  /// One of a few words, or the standard where the key is not given.
  ///
  /// - Throws: ``FaultSpecProblem``.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    standard: Choice?
  ) throws(FaultSpecProblem) -> Choice {
    guard let text = values.removeValue(forKey: key) else {
      guard let standard else { throw problem("needs \(key)=") }
      return standard
    }
    guard let choice = Choice(rawValue: text) else {
      throw problem("\(key) takes \(Self.list(Choice.allCases.map(\.rawValue))), not \"\(text)\"")
    }
    return choice
  }

  /// Words joined by `+`; `nil` where the key is not given.
  mutating func words(_ key: String) -> [String]? {
    values.removeValue(forKey: key)?.split(separator: "+").map(String.init)
  }

  /// UUIDs joined by `+`; none where the key is not given.
  ///
  /// - Throws: ``FaultSpecProblem``.
  mutating func profiles(_ key: String) throws(FaultSpecProblem) -> [ShopperProfileID] {
    var ids: [ShopperProfileID] = []
    for word in words(key) ?? [] {
      guard let id = ShopperProfileID(word) else { throw problem("\(key) takes UUIDs joined by +, not \"\(word)\"") }
      ids.append(id)
    }
    return ids
  }

  /// Any text.
  ///
  /// - Throws: ``FaultSpecProblem`` when the key is not given, or the text cannot stand in a header.
  mutating func headerText(_ key: String) throws(FaultSpecProblem) -> String {
    guard let text = values.removeValue(forKey: key) else { throw problem("needs \(key)=") }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw problem("\(key) takes visible ASCII characters")
    }
    return text
  }

  /// - Throws: ``FaultSpecProblem`` when a key was given that nobody asked for.
  func requireAllTaken() throws(FaultSpecProblem) {
    if let key = values.keys.min() { throw problem("does not know \(key)=") }
  }

  /// A problem with this fault.
  func problem(_ text: String) -> FaultSpecProblem { FaultSpecProblem("\(kind.rawValue): \(text)") }

  static func list(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}

/// What is wrong with a fault's text: one line.
package struct FaultSpecProblem: Error, Hashable, CustomStringConvertible {
  /// Such as `error: does not know colour=`.
  package let description: String

  init(_ description: String) { self.description = description }
}
