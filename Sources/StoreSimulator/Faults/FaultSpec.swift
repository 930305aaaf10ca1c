/// A fault and when it happens, as `--fault` and `POST /_sim/faults` take it: `kind[:key=value,…]`.
package struct FaultSpec: Hashable, Sendable {
  package let kind: FaultKind
  let fault: Fault
  let trigger: FaultTrigger
  /// The text that it was read from.
  let text: String

  /// Reads `kind[:key=value,…]`.
  package init(_ text: String) throws(InputProblem) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var values: [String: String] = [:]
    for pair in parts.count > 1 ? parts[1].split(separator: ",") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else { throw InputProblem("\(parts[0]): \"\(pair)\" is not key=value") }
      guard values.updateValue(sides[1], forKey: sides[0]) == nil else {
        throw InputProblem("\(parts[0]): \(sides[0])= is given twice")
      }
    }
    try self.init(kind: parts[0], values: values, text: text)
  }

  private init(kind name: String, values: [String: String], text: String) throws(InputProblem) {
    guard let kind = FaultKind(rawValue: name) else {
      let known = FaultParameters.list(FaultKind.allCases.map(\.rawValue))
      throw InputProblem("there is no fault \"\(name)\"; there are \(known)")
    }
    var parameters = FaultParameters(kind: kind, values: values)
    self.kind = kind
    trigger = try FaultTrigger(kind, &parameters)
    fault = try Self.fault(kind, trigger, &parameters)
    self.text = text
    try parameters.requireAllTaken()
  }

  /// Reads the fault from its own parameters.
  private static func fault(
    _ kind: FaultKind,
    _ trigger: FaultTrigger,
    _ parameters: inout FaultParameters
  ) throws(InputProblem) -> Fault {
    switch kind {
    case .latency:
      return .latency(
        base: try parameters.milliseconds("ms", standard: nil),
        jitter: try parameters.milliseconds("jitter", standard: 0)
      )
    case .quota: return .quota(try quota(&parameters))
    case .overload: return .overload
    case .error:
      let status = try parameters.number("status", in: 400...599, standard: 503)
      // A gateway that gave up waiting says 504, and the store behind it goes on.
      return .error(status: status, try parameters.choice("when", standard: status == 504 ? .after : .before))
    case .reset: return .reset(try parameters.choice("when", standard: .after))
    case .truncate: return .truncate
    case .html:
      let status = try parameters.number("status", in: 200...599, standard: 502)
      return .html(status: status, try parameters.choice("when", standard: status < 300 ? .after : .before))
    case .drip:
      let bytes = try parameters.number("bytes", in: 1...1_000_000, standard: 16)
      return .drip(bytes: bytes, pause: try parameters.milliseconds("pause", standard: 100))
    case .redirect:
      let status = try parameters.number("status", in: 300...399, standard: 307)
      return .redirect(status: status, location: try parameters.headerText("location"))
    case .conflict:
      let members = try parameters.number("members", in: 0...50, standard: 1)
      return .conflict(try parameters.choice("style", standard: .whole), members: members)
    case .gone:
      let ids = try parameters.profiles("ids")
      let count = try parameters.number("profiles", in: 0...1_000_000, standard: ids.isEmpty ? 1 : 0)
      return .gone(ids, count: count, try parameters.choice("answer", standard: .unprocessable))
    case .segmentGone: return .segmentGone
    case .foreignWriter:
      let edit = try foreignEdit(&parameters)
      // After a list and before a write: between what a client sees and what it does.
      let moment = try parameters.choice("when", standard: trigger.kinds == [.list] ? Fault.Moment.after : .before)
      return .foreignWriter(edit, moment)
    case .shift: return .shift(try parameters.choice("row", standard: nil))
    case .duplicate: return .duplicate
    case .total: return .total(offBy: try parameters.number("by", in: -1_000_000...1_000_000, standard: 1))
    case .late: return .late(by: try parameters.milliseconds("ms", standard: 60_000))
    }
  }

  private static func quota(_ parameters: inout FaultParameters) throws(InputProblem) -> Quota {
    return Quota(
      requests: try parameters.number("requests", in: 1...1_000_000_000, standard: 150),
      window: try parameters.milliseconds("window", atLeast: 1, standard: 30_000),
      usedByOthers: try parameters.share("used-by-others", standard: 0),
      saysRetryAfter: try parameters.isYes("retry-after")
    )
  }

  private static func foreignEdit(_ parameters: inout FaultParameters) throws(InputProblem) -> ForeignEdit {
    let (adding, removing) = (try parameters.profiles("add"), try parameters.profiles("remove"))
    let standard = adding.isEmpty && removing.isEmpty ? 1 : 0
    return ForeignEdit(
      adds: try parameters.number("adds", in: 0...1_000, standard: standard),
      removes: try parameters.number("removes", in: 0...1_000, standard: standard),
      adding: adding,
      removing: removing
    )
  }
}

extension FaultSpec: Decodable {
  /// Reads a spec (`"overload:on=add"`) or an object (`{"kind": "overload", "on": "add", "times": 2}`).
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      if let text = try? container.decode(String.self) {
        try self.init(text)
      } else {
        try self.init(try container.decode([String: Value].self).mapValues(\.text))
      }
    } catch let problem as InputProblem {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.description)
    }
  }

  private init(_ values: [String: String]) throws(InputProblem) {
    guard let kind = values["kind"] else { throw InputProblem("kind is missing") }
    let parameters = values.filter { $0.key != "kind" }
    let pairs = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let text = pairs.isEmpty ? kind : "\(kind):\(pairs.joined(separator: ","))"
    try self.init(kind: kind, values: parameters, text: text)
  }

  /// A parameter's value as a spec would have it.
  private struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        text = String(number)
      } else if let number = try? container.decode(Double.self) {
        text = String(number)
      } else if let words = try? container.decode([String].self) {
        text = words.joined(separator: "+")
      } else {
        text = try container.decode(String.self)
      }
    }
  }
}

/// Which of the requests a fault hits.
struct FaultTrigger: Hashable, Sendable {
  let kinds: Set<RequestKind>
  /// `on=list-end`: of lists, only the last page.
  var onlyAtListEnd = false
  /// The probability, 0 to 1.
  var rate = 1.0
  /// The maximum number of hits; `nil` for no maximum.
  var times: Int?
  /// How many of the requests pass unharmed first.
  var after = 0
}

extension FaultTrigger {
  /// Takes `on`, `rate`, `times` and `after` from the parameters.
  init(_ kind: FaultKind, _ parameters: inout FaultParameters) throws(InputProblem) {
    (kinds, onlyAtListEnd) = try Self.target(kind, &parameters)
    // A limit of the whole store cannot be aimed.
    guard kind != .quota else { return }
    // Conditions last; an event without a rate happens once. `gone` has its own limit: how many profiles are deleted.
    let lasts = [.latency, .gone, .late].contains(kind) || parameters.isGiven("rate")
    rate = try parameters.share("rate", standard: 1)
    let maximum = try parameters.number("times", in: 0...1_000_000_000, standard: lasts ? 0 : 1)
    times = maximum == 0 ? nil : maximum
    after = try parameters.number("after", in: 0...1_000_000_000, standard: 0)
  }

  /// Takes `on`.
  private static func target(
    _ kind: FaultKind,
    _ parameters: inout FaultParameters
  ) throws(InputProblem) -> (kinds: Set<RequestKind>, onlyAtListEnd: Bool) {
    guard kind != .quota, let words = parameters.words("on") else { return (kind.standardRequests, kind == .foreignWriter) }
    let possible = kind.possibleRequests
    var target = (kinds: Set<RequestKind>(), onlyAtListEnd: false)
    for word in words {
      if word == "any" {
        target.kinds.formUnion(possible)
      } else if word == "list-end", kind == .foreignWriter {
        target = (target.kinds.union([.list]), true)
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
}
