/// A fault and when it happens, as `--fault` and `POST /_sim/faults` take it: `kind[:key=value,…]`.
package struct FaultSpec: Hashable, Sendable {
  package let kind: FaultKind
  let fault: Fault
  let trigger: FaultTrigger
  /// The text that it was read from.
  let text: String

  /// Reads `kind[:key=value,…]`.
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
  init(kind name: String, values: [String: String], text: String) throws(FaultSpecProblem) {
    guard let kind = FaultKind(rawValue: name) else {
      let known = FaultParameters.list(FaultKind.allCases.map(\.rawValue))
      throw FaultSpecProblem("there is no fault \"\(name)\"; there are \(known)")
    }
    var parameters = FaultParameters(kind: kind, values: values)
    let target = try Self.target(kind, &parameters)
    self.kind = kind
    fault = try Self.fault(kind, target, &parameters)
    trigger = try Self.trigger(kind, target, &parameters)
    self.text = text
    try parameters.requireAllTaken()
  }

  /// What `on=` says.
  private struct Target {
    var kinds: Set<RequestKind> = []
    /// `on=list-end`.
    var isListEnd = false
  }

  private static func target(_ kind: FaultKind, _ parameters: inout FaultParameters) throws(FaultSpecProblem) -> Target {
    // A limit of the whole store cannot be aimed.
    guard kind != .quota, let words = parameters.words("on") else {
      return Target(kinds: kind.standardRequests, isListEnd: kind == .foreignWriter)
    }
    let possible = kind.possibleRequests
    var target = Target()
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

  private static func trigger(
    _ kind: FaultKind,
    _ target: Target,
    _ parameters: inout FaultParameters
  ) throws(FaultSpecProblem) -> FaultTrigger {
    guard kind != .quota else { return FaultTrigger(kinds: target.kinds) }
    // Conditions last; an event without a rate happens once. How many profiles go is `gone`'s own bound.
    let lasts = [.latency, .gone, .late].contains(kind) || parameters.isGiven("rate")
    let rate = try parameters.share("rate", standard: 1)
    let times = try parameters.number("times", in: 0...1_000_000_000, standard: lasts ? 0 : 1)
    let after = try parameters.number("after", in: 0...1_000_000_000, standard: 0)
    return FaultTrigger(kinds: target.kinds, rate: rate, times: times == 0 ? nil : times, after: after)
  }

  /// The fault itself, from its own parameters.
  private static func fault(
    _ kind: FaultKind,
    _ target: Target,
    _ parameters: inout FaultParameters
  ) throws(FaultSpecProblem) -> Fault {
    switch kind {
    case .latency:
      return .latency(
        base: try parameters.milliseconds("ms", standard: nil),
        jitter: try parameters.milliseconds("jitter", standard: 0)
      )
    case .quota:
      let retryAfter: YesOrNo = try parameters.choice("retry-after", standard: .no)
      return .quota(
        Quota(
          requests: try parameters.number("requests", in: 1...1_000_000_000, standard: 150),
          window: try parameters.milliseconds("window", atLeast: 1, standard: 30_000),
          usedByOthers: try parameters.share("used-by-others", standard: 0),
          saysRetryAfter: retryAfter == .yes
        )
      )
    case .overload:
      return .overload
    case .error:
      let status = try parameters.number("status", in: 400...599, standard: 503)
      // A gateway that gave up waiting says 504, and the store behind it goes on.
      return .error(status: status, try parameters.choice("when", standard: status == 504 ? .after : .before))
    case .reset:
      return .reset(try parameters.choice("when", standard: .after))
    case .truncate:
      return .truncate
    case .html:
      let status = try parameters.number("status", in: 200...599, standard: 502)
      return .html(status: status, try parameters.choice("when", standard: status < 300 ? .after : .before))
    case .drip:
      return .drip(
        bytes: try parameters.number("bytes", in: 1...1_000_000, standard: 16),
        pause: try parameters.milliseconds("pause", standard: 100)
      )
    case .redirect:
      return .redirect(
        status: try parameters.number("status", in: 300...399, standard: 307),
        location: try parameters.headerText("location")
      )
    case .conflict:
      return .conflict(
        try parameters.choice("style", standard: .whole),
        members: try parameters.number("members", in: 0...50, standard: 1)
      )
    case .gone:
      let ids = try parameters.profiles("ids")
      let count = try parameters.number("profiles", in: 0...1_000_000, standard: ids.isEmpty ? 1 : 0)
      return .gone(ids, count: count, try parameters.choice("answer", standard: .unprocessable))
    case .segmentGone:
      return .segmentGone
    case .foreignWriter:
      let adding = try parameters.profiles("add")
      let removing = try parameters.profiles("remove")
      let standard = adding.isEmpty && removing.isEmpty ? 1 : 0
      let edit = ForeignEdit(
        adds: try parameters.number("adds", in: 0...1_000, standard: standard),
        removes: try parameters.number("removes", in: 0...1_000, standard: standard),
        adding: adding,
        removing: removing
      )
      // After a list and before a write: between what a client has seen and what it does.
      let moment = try parameters.choice("when", standard: target.kinds == [.list] ? Fault.Moment.after : .before)
      return .foreignWriter(edit, moment, onlyAtListEnd: target.isListEnd)
    case .shift:
      return .shift(try parameters.choice("row", standard: nil))
    case .duplicate:
      return .duplicate
    case .late:
      return .late(by: try parameters.milliseconds("ms", standard: 60_000))
    }
  }

  private enum YesOrNo: String, CaseIterable {
    case yes
    case no
  }
}

/// Which of the requests a fault hits.
struct FaultTrigger: Hashable, Sendable {
  let kinds: Set<RequestKind>
  /// With this probability, 0 to 1.
  var rate = 1.0
  /// At most so many; `nil` for no bound.
  var times: Int?
  /// After so many of them have passed unharmed.
  var after = 0
}

extension FaultKind {
  /// The requests that it makes sense for.
  fileprivate var possibleRequests: Set<RequestKind> {
    switch self {
    case .conflict: [.add, .create]
    case .gone, .late: [.add, .remove]
    case .segmentGone, .foreignWriter: [.list, .add, .remove]
    case .shift: [.list]
    case .duplicate: [.list, .segments]
    default: Set(RequestKind.allCases)
    }
  }

  /// The requests that it hits where nobody says which.
  fileprivate var standardRequests: Set<RequestKind> {
    switch self {
    case .conflict, .gone: [.add]
    case .foreignWriter, .duplicate: [.list]
    default: possibleRequests
    }
  }
}
