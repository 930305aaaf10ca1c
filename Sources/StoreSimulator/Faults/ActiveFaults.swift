import SegmentModel

/// The faults that are set, with their counts and the dice.
struct ActiveFaults: Sendable {
  private(set) var faults: [ActiveFault] = []
  /// By kind, over all faults that ever were set.
  private(set) var hits: [FaultKind: Int] = [:]
  private(set) var quota: QuotaWindow?
  private var random: SeededGenerator

  init(seed: UInt64) {
    // Not the numbers that the store makes its ids of.
    random = SeededGenerator(seed: seed ^ 0xFA17_FA17_FA17_FA17)
  }

  /// Sets these faults in place of all others.
  ///
  /// - Returns: The profiles that are to be deleted at once.
  mutating func replace(with specs: [FaultSpec]) -> [ShopperProfileID] {
    faults = specs.map(ActiveFault.init)
    quota = nil
    var doomed: [ShopperProfileID] = []
    for index in faults.indices {
      switch faults[index].spec.fault {
      case .quota(let value): quota = QuotaWindow(value)
      case .gone(let ids, _, _) where !ids.isEmpty:
        doomed += ids
        noteHit(of: index)
      default: break
      }
    }
    return doomed
  }

  /// Whether the quota has room for a request; without a quota there always is.
  mutating func takeFromQuota(at now: Duration) -> Bool {
    guard var window = quota else { return true }
    let hasRoom = window.take(at: now)
    quota = window
    if !hasRoom, let index = faults.lastIndex(where: { $0.spec.fault.kind == .quota }) { noteHit(of: index) }
    return hasRoom
  }

  /// The rate limit's headers; none without a quota.
  mutating func quotaHeaders(at now: Duration, isRefused: Bool) -> [(name: String, value: String)] {
    quota?.headers(at: now, isRefused: isRefused) ?? []
  }

  /// How an add, or a removal, that names unknown profiles is answered; `nil` where no fault says.
  func unknownProfileAnswer(for kind: RequestKind) -> UnknownProfileAnswer? {
    for active in faults {
      if case .gone(_, _, let answer) = active.spec.fault, active.spec.trigger.kinds.contains(kind) { return answer }
    }
    return nil
  }

  /// How conflicts are answered.
  var conflictStyle: ConflictStyle {
    for active in faults {
      if case .conflict(let style, _) = active.spec.fault { return style }
    }
    return .whole
  }

  /// A request has come that no limit holds up: what is wrong with it.
  ///
  /// What another writer does before it is done here and now.
  mutating func disturb(_ facts: RequestFacts, _ writer: inout ForeignWriter, _ store: inout Store, requests count: Int)
    -> Disturbance
  {
    var disturbance = Disturbance()
    for index in faults.indices {
      let fault = faults[index].spec.fault
      guard faults[index].spec.trigger.kinds.contains(facts.kind) else { continue }
      guard !fault.decidesAnswer || disturbance.answer == nil else { continue }
      let victims = victims(of: index, facts, in: store)
      guard isPossible(fault, facts, victims) else { continue }
      guard faults[index].fires(using: &random) else { continue }
      hits[fault.kind, default: 0] += 1
      switch fault {
      case .latency(let base, let jitter):
        disturbance.delay += base + jitter * Double.random(in: 0...1, using: &random)
      case .quota:
        break
      case .overload, .error, .reset, .truncate, .html, .drip, .redirect:
        disturbance.answer = fault
      case .duplicate:
        disturbance.repeatsRecord = true
      case .late(let delay):
        disturbance.hiddenFor = max(disturbance.hiddenFor, delay)
      case .conflict:
        if let segment = facts.segment { writer.add(victims, to: segment, in: &store, afterRequests: count) }
        for name in facts.names.prefix(1) { writer.createSegment(named: name, in: &store, afterRequests: count) }
      case .gone:
        faults[index].profilesLeft -= victims.count
        writer.deleteProfiles(victims, in: &store, afterRequests: count)
      case .segmentGone:
        if let segment = facts.segment { writer.deleteSegment(segment, in: &store, afterRequests: count) }
      case .foreignWriter(let edit, let moment, _):
        guard let segment = facts.segment, moment == .before else {
          disturbance.afterwards.append(edit)
          continue
        }
        _ = writer.edit(segment, edit, in: &store, afterRequests: count, using: &random)
      case .shift(let row):
        if let segment = facts.segment { writer.shift(row, in: segment, of: &store, afterRequests: count) }
      }
    }
    return disturbance
  }

  /// What another writer does after a request.
  mutating func finish(
    _ disturbance: Disturbance,
    _ segment: SegmentID?,
    _ writer: inout ForeignWriter,
    _ store: inout Store,
    requests count: Int
  ) {
    for edit in disturbance.afterwards {
      if let segment { _ = writer.edit(segment, edit, in: &store, afterRequests: count, using: &random) }
    }
  }

  /// The profiles that a fault would pick out of a request, in random order; none for faults that pick none.
  private mutating func victims(of index: Int, _ facts: RequestFacts, in store: Store) -> [ShopperProfileID] {
    let wanted: Int
    let possible: [ShopperProfileID]
    let members = facts.segment.flatMap { store.membersBySegment[$0] }
    switch faults[index].spec.fault {
    case .conflict(_, let count):
      wanted = count
      possible = facts.profiles.filter { store.profile($0) != nil && !(members?.contains($0) ?? true) }
    case .gone:
      wanted = faults[index].profilesLeft
      possible = facts.profiles.filter { store.profile($0) != nil && (facts.kind == .add || members?.contains($0) ?? false) }
    default:
      return []
    }
    guard wanted > 0, !possible.isEmpty else { return [] }
    return Array(possible.shuffled(using: &random).prefix(wanted))
  }

  /// Whether the fault can do anything to this request.
  private func isPossible(_ fault: Fault, _ facts: RequestFacts, _ victims: [ShopperProfileID]) -> Bool {
    switch fault {
    case .quota: false
    case .conflict(_, let count): facts.kind == .create ? count > 0 && !facts.names.isEmpty : !victims.isEmpty
    case .gone: !victims.isEmpty
    case .shift, .duplicate: facts.page > 1
    case .foreignWriter(_, _, let onlyAtListEnd): !onlyAtListEnd || facts.kind != .list || facts.isLastPage
    default: true
    }
  }

  private mutating func noteHit(of index: Int) {
    faults[index].noteHit()
    hits[faults[index].spec.fault.kind, default: 0] += 1
  }
}
