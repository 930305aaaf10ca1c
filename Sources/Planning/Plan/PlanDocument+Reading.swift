import Diagnostics
import FoundationEssentials
import SegmentModel

extension Plan {
  /// The plan in a document; `nil` when a value breaks the schema, or when two values contradict each other.
  ///
  /// The parts below may drop or correct a bad value. The document that the plan would write must then equal the one
  /// that was read, so every such value is found here, and so are wrong counts, actions and orders.
  init?(_ document: PlanDocument) {
    let segments = document.segments.compactMap { SegmentPlan($0) }
    let warnings = document.warnings ?? []
    guard segments.count == document.segments.count, warnings.allSatisfy({ $0.place?.isPossible ?? true }),
      document.summary.segmentsUnmanaged >= 0, document.state.map({ $0.serial >= 0 }) ?? true
    else { return nil }
    self.init(
      header: PlanHeader(
        toolVersion: document.toolVersion,
        createdAt: document.createdAt,
        validUntil: document.validUntil,
        store: document.store,
        configurationDigest: document.configurationDigest,
        state: document.state,
        statePlace: document.statePlace,
        targets: document.targets ?? []
      ),
      segments: segments,
      unmanagedCount: document.summary.segmentsUnmanaged
    )
    self = warning(of: warnings.map(Diagnostic.init))
    var written = PlanDocument(self, guardrails: [])
    written.guardrails = document.guardrails
    written.digest = document.digest
    if document.id == nil { written.id = nil }
    guard written == document else { return nil }
  }
}

extension Diagnostic {
  fileprivate init(_ warning: PlanDocument.Warning) {
    self.init(
      .warning,
      code: warning.code,
      summary: warning.summary,
      detail: warning.detail,
      range: warning.place.map { place in
        SourceRange(
          file: place.file,
          start: SourcePosition(line: place.line, column: place.column),
          end: SourcePosition(line: place.endLine, column: place.endColumn)
        )
      }
    )
  }
}

extension PlanDocument.Place {
  /// Reports calculate with columns.
  fileprivate var isPossible: Bool {
    [line, column, endLine, endColumn].allSatisfy { (1...Int(Int32.max)).contains($0) } && (line, column) <= (endLine, endColumn)
  }
}

extension SegmentPlan {
  fileprivate init?(_ segment: PlanDocument.Segment) {
    guard let name = try? SegmentName(segment.name),
      let mode = MembershipMode(rawValue: segment.mode),
      let limits = SegmentLimits(segment),
      segment.takesOver == nil || segment.nameChange != nil,
      let change = SegmentChange(segment),
      let additions = MemberNotes(segment.add, newProfiles: segment.newProfiles ?? [], cause: .listed),
      let removals = MemberNotes(segment.remove, cause: .undeclared),
      additions.profiles.intersection(removals.profiles).isEmpty,
      segment.hasPossibleCounts
    else { return nil }
    self.init(
      name: name,
      change: change,
      mode: mode,
      add: additions.profiles,
      newProfiles: additions.newProfiles,
      remove: removals.profiles,
      live: segment.live,
      desiredCount: segment.desiredCount,
      limits: limits
    )
    drift = segment.drift.map { drift in
      drift.segmentVanished
        ? .vanished
        : .changed(added: drift.membersAdded, removed: drift.membersRemoved, renamedFrom: drift.renamedFrom)
    }
    notes = ChangeNotes(additions: additions, removals: removals, promotions: segment.promotions ?? [])
    kept = MemberSet((segment.kept ?? []).compactMap { ShopperProfileID($0) })
    sources = segment.lookedUp.flatMap { MemberSources(packed: Array($0), segment.sources) }
    recentLive = segment.recentLive ?? 0
    takesOver = segment.takesOver ?? false
    judgeOwnChanges()
  }
}

extension MemberNotes {
  /// `nil` when a member is not named, is there twice, or has a cause of the other kind of change.
  fileprivate init?(_ members: [PlanDocument.Member], newProfiles: [PlanDocument.Member] = [], cause: MemberCause) {
    let profiles = MemberSet(members.compactMap { $0.profile.flatMap { ShopperProfileID($0) } })
    let customers = newProfiles.compactMap { $0.customer.flatMap { CustomerID(text: $0) } }
    guard profiles.count == members.count, customers.count == newProfiles.count, customers == Set(customers).sorted()
    else { return nil }
    self.init(profiles, newProfiles: customers, cause: cause)
    for (index, member) in (members + newProfiles).enumerated() {
      let day = member.day.flatMap { CalendarDay($0) }
      guard let found = MemberCause(code: member.cause, segment: member.segment, day: day),
        found.isOfAddition == cause.isOfAddition
      else { return nil }
      set(found, at: index)
      if let place = member.place.flatMap({ DeclarationPlace($0) }) { set(place, at: index) }
      if let customer = member.customer.flatMap({ CustomerID(text: $0) }) { set(customer, at: index) }
    }
  }
}

extension SegmentLimits {
  fileprivate init?(_ segment: PlanDocument.Segment) {
    var additions = ChangeLimit.standardAdditions
    if let text = segment.maxAdditions {
      guard let limit = ChangeLimit(text, maximumPercent: ChangeLimit.maximumAdditionPercent) else { return nil }
      additions = limit
    }
    guard let removals = ChangeLimit(segment.maxRemovals), segment.maxMembers ?? 0 >= 0 else { return nil }
    self.init(
      maximumRemovals: removals,
      maximumAdditions: additions,
      maximumMembers: segment.maxMembers,
      allowsEmpty: segment.allowEmpty
    )
  }
}

extension PlanDocument.Segment {
  /// More than any store has, and small enough that sums do not overflow.
  private static let maximumMembers = 1 << 40

  /// Whether the numbers of members are possible: guardrails compare with them.
  fileprivate var hasPossibleCounts: Bool {
    let numbers = [live.count, desiredCount, drift?.membersAdded ?? 0, drift?.membersRemoved ?? 0, recentLive ?? 0]
    guard numbers.allSatisfy({ (0...Self.maximumMembers).contains($0) }), remove.count <= live.count else { return false }
    if ensure == SegmentPresence.absent.rawValue {
      return add.isEmpty && newProfiles == nil && remove.isEmpty && (id != nil || live.count == 0)
    }
    if id == nil && live.count > 0 { return false }
    let resulting = live.count + add.count + (newProfiles?.count ?? 0) - remove.count
    return mode == MembershipMode.additive.rawValue ? desiredCount <= resulting : desiredCount == resulting
  }
}

extension SegmentChange {
  fileprivate init?(_ segment: PlanDocument.Segment) {
    switch (SegmentPresence(rawValue: segment.ensure), segment.id.flatMap { SegmentID($0) }) {
    case (.present, nil):
      self = .create(description: segment.description ?? "")
    case (.present, let id?):
      let update = SegmentUpdate(name: segment.nameChange, description: segment.descriptionChange)
      self = update.map { .update(id, $0) } ?? .keep(id)
    case (.absent, nil):
      self = .stayAbsent
    case (.absent, let id?):
      self = .delete(id)
    case (nil, _):
      return nil
    }
  }
}
