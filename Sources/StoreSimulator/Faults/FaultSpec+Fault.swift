extension FaultSpec {
  /// The fault itself, from its own parameters.
  static func fault(
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
      return .quota(try quota(&parameters))
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
      return try foreignWriter(target, &parameters)
    case .shift:
      return .shift(try parameters.choice("row", standard: nil))
    case .duplicate:
      return .duplicate
    case .late:
      return .late(by: try parameters.milliseconds("ms", standard: 60_000))
    }
  }

  private static func quota(_ parameters: inout FaultParameters) throws(FaultSpecProblem) -> Quota {
    enum Answer: String, CaseIterable {
      case yes
      case no
    }
    let retryAfter: Answer = try parameters.choice("retry-after", standard: .no)
    return Quota(
      requests: try parameters.number("requests", in: 1...1_000_000_000, standard: 150),
      window: try parameters.milliseconds("window", atLeast: 1, standard: 30_000),
      usedByOthers: try parameters.share("used-by-others") ?? 0,
      saysRetryAfter: retryAfter == .yes
    )
  }

  private static func foreignWriter(
    _ target: Target,
    _ parameters: inout FaultParameters
  ) throws(FaultSpecProblem) -> Fault {
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
    let isList = target.kinds == [.list]
    return .foreignWriter(
      edit,
      try parameters.choice("when", standard: isList ? .after : .before),
      onlyAtListEnd: target.isListEnd
    )
  }
}
