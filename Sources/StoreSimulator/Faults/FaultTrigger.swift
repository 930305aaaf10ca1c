/// Which of the requests a fault hits.
package struct FaultTrigger: Hashable, Sendable {
  /// Requests of these kinds.
  package let kinds: Set<RequestKind>
  /// With this probability, 0 to 1.
  package let rate: Double
  /// At most so many; `nil` for no bound.
  package let times: Int?
  /// After so many of them have passed unharmed.
  package let after: Int

  package init(kinds: Set<RequestKind>, rate: Double = 1, times: Int? = nil, after: Int = 0) {
    self.kinds = kinds
    self.rate = rate
    self.times = times
    self.after = after
  }
}

/// A fault that is set, and how often it has happened.
struct ActiveFault: Sendable {
  let spec: FaultSpec
  /// How many requests it could have hit.
  private(set) var seen = 0
  private(set) var hits = 0
  /// How many more profiles a `gone` may delete.
  var profilesLeft: Int

  init(_ spec: FaultSpec) {
    self.spec = spec
    if case .gone(_, let count, _) = spec.fault { profilesLeft = count } else { profilesLeft = 0 }
  }

  /// A request that the fault concerns has come; whether it is hit.
  mutating func fires(using random: inout SeededGenerator) -> Bool {
    let trigger = spec.trigger
    seen += 1
    guard seen > trigger.after, trigger.times.map({ hits < $0 }) ?? true else { return false }
    // No number is drawn for a certainty, so that adding such a fault does not change what the others do.
    guard trigger.rate >= 1 || Double.random(in: 0..<1, using: &random) < trigger.rate else { return false }
    hits += 1
    return true
  }

  /// Something happened without a request.
  mutating func noteHit() { hits += 1 }
}
