/// A fault and when it happens, as `--fault` and `POST /_sim/faults` take it: `kind[:key=value,…]`.
package struct FaultSpec: Hashable, Sendable {
  /// What goes wrong.
  package let fault: Fault
  /// When it does.
  package let trigger: FaultTrigger
  /// The text that it was read from.
  package let text: String

  /// Reads `kind[:key=value,…]`.
  ///
  /// - Throws: ``FaultSpecProblem``.
  package init(_ text: String) throws(FaultSpecProblem) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var values: [String: String] = [:]
    for pair in parts.count > 1 ? parts[1].split(separator: ",") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else { throw FaultSpecProblem("\(parts[0]): \"\(pair)\" is not key=value") }
      guard values.updateValue(sides[1], forKey: sides[0]) == nil else {
        throw FaultSpecProblem("\(parts[0]): \(sides[0])= is given twice")
      }
    }
    try self.init(kind: parts[0], values: values, text: text)
  }

  /// The fault of a kind with these parameters.
  ///
  /// - Throws: ``FaultSpecProblem``.
  init(kind name: String, values: [String: String], text: String) throws(FaultSpecProblem) {
    guard let kind = FaultKind(rawValue: name) else {
      let known = FaultParameters.list(FaultKind.allCases.map(\.rawValue))
      throw FaultSpecProblem("there is no fault \"\(name)\"; there are \(known)")
    }
    var parameters = FaultParameters(kind: kind, values: values)
    let target = try Self.target(kind, &parameters)
    fault = try Self.fault(kind, target, &parameters)
    trigger = try Self.trigger(kind, target, &parameters)
    self.text = text
    try parameters.requireAllTaken()
  }

  /// What `on=` says.
  struct Target {
    var kinds: Set<RequestKind>
    /// `on=list-end`.
    var isListEnd = false
    let isGiven: Bool
  }

  private static func target(_ kind: FaultKind, _ parameters: inout FaultParameters) throws(FaultSpecProblem) -> Target {
    let possible = possibleKinds(of: kind)
    // A limit of the whole store cannot be aimed.
    guard kind != .quota, let words = parameters.words("on") else {
      return Target(kinds: standardKinds(of: kind), isListEnd: kind == .foreignWriter, isGiven: false)
    }
    var target = Target(kinds: [], isGiven: true)
    for word in words {
      if word == "any" {
        target.kinds.formUnion(possible)
      } else if word == "list-end", kind == .foreignWriter {
        target.kinds.insert(.list)
        target.isListEnd = true
      } else if let one = RequestKind(rawValue: word), possible.contains(one) {
        target.kinds.insert(one)
      } else {
        var known = RequestKind.allCases.filter(possible.contains).map(\.rawValue)
        if kind == .foreignWriter { known.append("list-end") }
        throw parameters.problem("on takes \(FaultParameters.list(known + ["any"])), not \"\(word)\"")
      }
    }
    guard !target.kinds.isEmpty else { throw parameters.problem("on needs a kind of request") }
    return target
  }

  /// The requests that a fault makes sense for.
  private static func possibleKinds(of kind: FaultKind) -> Set<RequestKind> {
    switch kind {
    case .conflict: [.add, .create]
    case .gone, .late: [.add, .remove]
    case .segmentGone, .foreignWriter: [.list, .add, .remove]
    case .shift: [.list]
    case .duplicate: [.list, .segments]
    default: Set(RequestKind.allCases)
    }
  }

  /// The requests that a fault hits where nobody says which.
  private static func standardKinds(of kind: FaultKind) -> Set<RequestKind> {
    switch kind {
    case .conflict, .gone: [.add]
    case .foreignWriter, .duplicate: [.list]
    default: possibleKinds(of: kind)
    }
  }

  private static func trigger(
    _ kind: FaultKind,
    _ target: Target,
    _ parameters: inout FaultParameters
  ) throws(FaultSpecProblem) -> FaultTrigger {
    guard kind != .quota else { return FaultTrigger(kinds: target.kinds) }
    let rate = try parameters.share("rate")
    // Conditions last; an event without a rate happens once. How many profiles go is `gone`'s own bound.
    let isCondition = kind == .latency || kind == .gone || kind == .late
    let standardTimes = isCondition || rate != nil ? 0 : 1
    let times = try parameters.number("times", in: 0...1_000_000_000, standard: standardTimes)
    let after = try parameters.number("after", in: 0...1_000_000_000, standard: 0)
    return FaultTrigger(kinds: target.kinds, rate: rate ?? 1, times: times == 0 ? nil : times, after: after)
  }
}
