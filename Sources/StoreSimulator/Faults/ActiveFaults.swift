import SegmentModel

/// The faults that are set, with their counts and their random numbers.
struct ActiveFaults: Sendable {
  private(set) var faults: [ActiveFault] = []
  /// By kind, over all faults that were ever set.
  private(set) var hits: [FaultKind: Int] = [:]
  private var quota: QuotaMeter?
  private var random: SeededGenerator

  init(seed: UInt64) {
    // Other numbers than those from which the store makes its ids.
    random = SeededGenerator(seed: seed ^ 0xFA17_FA17_FA17_FA17)
  }

  /// Replaces all faults, and returns the profiles to delete at once.
  mutating func replace(with specs: [FaultSpec]) -> [ShopperProfileID] {
    faults = specs.map(ActiveFault.init)
    quota = nil
    var doomed: [ShopperProfileID] = []
    for index in faults.indices {
      switch faults[index].spec.fault {
      case .quota(let value): quota = QuotaMeter(value)
      case .gone(let ids, _, _) where !ids.isEmpty:
        doomed += ids
        noteHit(of: index)
      default: break
      }
    }
    return doomed
  }

  /// Counts a request against the quota, and returns whether there is room for it; always true without a quota.
  mutating func takeFromQuota(at now: Duration) -> Bool {
    let hasRoom = quota?.take(at: now) ?? true
    if !hasRoom, let index = faults.lastIndex(where: { $0.spec.kind == .quota }) { noteHit(of: index) }
    return hasRoom
  }

  /// The headers of the rate limit; none without a quota.
  mutating func quotaHeaders(at now: Duration, isRefused: Bool) -> [(name: String, value: String)] {
    quota?.headers(at: now, isRefused: isRefused) ?? []
  }

  /// How an add or a removal that names unknown profiles is answered; `nil` when no fault decides it.
  func unknownProfileAnswer(for kind: RequestKind) -> UnknownProfileAnswer? {
    for active in faults {
      if case .gone(_, _, let answer) = active.spec.fault, active.spec.trigger.kinds.contains(kind) { return answer }
    }
    return nil
  }

  var conflictStyle: ConflictStyle {
    for active in faults {
      if case .conflict(let style, _) = active.spec.fault { return style }
    }
    return .whole
  }

  /// Decides what happens to a request that no limit refuses.
  ///
  /// What another writer does before the request is done here.
  mutating func disturb(_ facts: RequestFacts, _ writer: inout ForeignWriter, _ store: inout Store) -> Disturbance {
    var disturbance = Disturbance()
    for index in faults.indices {
      let (fault, trigger) = (faults[index].spec.fault, faults[index].spec.trigger)
      guard trigger.kinds.contains(facts.kind) else { continue }
      guard !fault.decidesAnswer || disturbance.answer == nil else { continue }
      let victims = victims(of: index, facts, in: store)
      guard isPossible(fault, trigger, facts, victims), faults[index].fires(using: &random) else { continue }
      hits[faults[index].spec.kind, default: 0] += 1
      switch fault {
      case .latency(let base, let jitter):
        disturbance.delay += base + jitter * Double.random(in: 0...1, using: &random)
      case .quota: break
      case .overload, .error, .reset, .truncate, .html, .drip, .redirect: disturbance.answer = fault
      case .duplicate: disturbance.repeatsRecord = true
      case .total(let offset): disturbance.totalOffset = offset
      case .late(let delay): disturbance.hiddenFor = max(disturbance.hiddenFor, delay)
      case .conflict:
        if let segment = facts.segment { writer.add(victims, to: segment, in: &store) }
        for name in facts.names.prefix(1) { writer.createSegment(named: name, in: &store) }
      case .gone:
        faults[index].profilesLeft -= victims.count
        writer.deleteProfiles(victims, in: &store)
      case .segmentGone:
        if let segment = facts.segment { writer.deleteSegment(segment, in: &store) }
      case .foreignWriter(let edit, .before):
        if let segment = facts.segment { writer.edit(segment, edit, in: &store, using: &random) }
      case .foreignWriter(let edit, .after): disturbance.edits.append(edit)
      case .shift(let row):
        if let segment = facts.segment { writer.shift(row, in: segment, of: &store) }
      }
    }
    return disturbance
  }

  /// Does what another writer does after a request.
  mutating func finish(_ disturbance: Disturbance, _ segment: SegmentID?, _ writer: inout ForeignWriter, _ store: inout Store) {
    guard let segment else { return }
    for edit in disturbance.edits { writer.edit(segment, edit, in: &store, using: &random) }
  }

  /// The profiles of a request that a fault hits, in random order.
  private mutating func victims(of index: Int, _ facts: RequestFacts, in store: Store) -> [ShopperProfileID] {
    let members = facts.segment.flatMap { store.membersBySegment[$0] }
    let maximum: Int
    let possible: [ShopperProfileID]
    switch faults[index].spec.fault {
    case .conflict(_, let count):
      maximum = count
      possible = facts.profiles.filter { store.profile($0) != nil && !(members?.contains($0) ?? true) }
    case .gone:
      maximum = faults[index].profilesLeft
      possible = facts.profiles.filter { store.profile($0) != nil && (facts.kind == .add || members?.contains($0) ?? false) }
    default: return []
    }
    return Array(possible.shuffled(using: &random).prefix(max(maximum, 0)))
  }

  /// Whether the fault can affect this request.
  private func isPossible(_ fault: Fault, _ trigger: FaultTrigger, _ facts: RequestFacts, _ victims: [ShopperProfileID]) -> Bool {
    switch fault {
    case .quota: false
    case .conflict(_, let count): facts.kind == .create ? count > 0 && !facts.names.isEmpty : !victims.isEmpty
    case .gone: !victims.isEmpty
    case .shift, .duplicate: facts.page > 1
    case .foreignWriter: !trigger.onlyAtListEnd || facts.kind != .list || facts.isLastPage
    default: true
    }
  }

  private mutating func noteHit(of index: Int) {
    faults[index].hits += 1
    hits[faults[index].spec.kind, default: 0] += 1
  }
}

/// A fault that is set, with its counts.
struct ActiveFault: Sendable {
  let spec: FaultSpec
  /// How many requests it could have hit.
  private var seen = 0
  fileprivate(set) var hits = 0
  /// How many more profiles a `gone` may delete.
  fileprivate var profilesLeft = 0

  init(_ spec: FaultSpec) {
    self.spec = spec
    if case .gone(_, let count, _) = spec.fault { profilesLeft = count }
  }

  /// Counts a request that the fault could hit, and returns whether it hits the request.
  mutating func fires(using random: inout SeededGenerator) -> Bool {
    let trigger = spec.trigger
    seen += 1
    guard seen > trigger.after, trigger.times.map({ hits < $0 }) ?? true else { return false }
    // A certain fault draws no number, so that it does not change what the others do.
    guard trigger.rate >= 1 || Double.random(in: 0..<1, using: &random) < trigger.rate else { return false }
    hits += 1
    return true
  }
}

/// What the faults do to one request, decided when it arrives.
struct Disturbance: Sendable {
  /// How long it waits before it is carried out.
  var delay = Duration.zero
  /// The fault that decides how it is answered; see ``Fault/decidesAnswer``.
  var answer: Fault?
  /// What another writer does after the request.
  var edits: [ForeignEdit] = []
  /// Whether the page repeats a record of the page before.
  var repeatsRecord = false
  /// By how much the total of the list is wrong; 0 for no total.
  var totalOffset: Int?
  /// How long lists of members do not show what the request changes.
  var hiddenFor = Duration.zero
}
