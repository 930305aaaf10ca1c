import Diagnostics
import FoundationEssentials
import SegmentModel

extension Plan {
  /// `nil` when a value is not what the schema says, or when the values do not fit together.
  init?(_ document: PlanDocument) {
    var segments: [SegmentPlan] = []
    for segment in document.segments {
      guard let plan = SegmentPlan(segment) else { return nil }
      segments.append(plan)
    }
    var assumed: [AssumedProfile] = []
    for entry in document.assumedProfiles ?? [] {
      guard let customer = CustomerID(text: entry.customer), let profile = ShopperProfileID(entry.shopperProfileId) else {
        return nil
      }
      assumed.append(AssumedProfile(customer: customer, profile: profile))
    }
    guard document.version == 1 ? document.validUntil == nil : document.version == 3 || document.validUntil != nil else {
      return nil
    }
    guard (document.warnings ?? []).allSatisfy({ $0.place?.isPossible ?? true }) else { return nil }
    guard document.summary.segmentsUnmanaged >= 0, document.state.map({ $0.serial >= 0 }) ?? true else { return nil }
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
      unmanagedCount: document.summary.segmentsUnmanaged,
      assumedProfiles: assumed
    )
    self = warning(of: (document.warnings ?? []).map(Diagnostic.init))
    // Whatever a person reads there follows from what would be done: summary, actions, order.
    var written = PlanDocument(self, guardrails: [])
    if document.version < 3 { written.becomeLegacy(like: document, deleted: membersOfDeletedSegments) }
    guard written.summary == document.summary, written.segments == document.segments, document.targets != [],
      written.assumedProfiles == document.assumedProfiles, written.warnings == document.warnings
    else { return nil }
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
  /// Reports compute with columns.
  fileprivate var isPossible: Bool {
    [line, column, endLine, endColumn].allSatisfy { (1...Int(Int32.max)).contains($0) } && (line, column) <= (endLine, endColumn)
  }
}

extension PlanDocument {
  /// Takes the shape that formats 1 and 2 have; their causes were checked when they were read.
  fileprivate mutating func becomeLegacy(like document: PlanDocument, deleted: Int) {
    summary.membersToRemove -= deleted
    for (index, segment) in document.segments.enumerated() where segments.indices.contains(index) {
      segments[index].add = segments[index].add.map(\.legacy)
      segments[index].newProfiles = segments[index].newProfiles?.map(\.legacy)
      segments[index].remove = segments[index].remove.map(\.legacy)
      segments[index].reasons = segment.reasons
      segments[index].origins = segment.origins
    }
  }
}

extension SegmentPlan {
  fileprivate init?(_ segment: PlanDocument.Segment) {
    guard let name = try? SegmentName(segment.name),
      let mode = MembershipMode(rawValue: segment.mode),
      let limits = SegmentLimits(segment),
      let kept = MemberSet(texts: segment.kept ?? []), segment.kept != [],
      segment.takesOver != false, segment.takesOver == nil || segment.nameChange != nil,
      let change = SegmentChange(segment),
      let additions = MemberNotes(segment.add, newProfiles: segment.newProfiles ?? [], cause: .listed),
      segment.newProfiles != [],
      let removals = MemberNotes(segment.remove, cause: .undeclared),
      additions.profiles.intersection(removals.profiles).isEmpty,
      segment.hasPossibleCounts
    else { return nil }
    var sources: MemberSources?
    if let lookedUp = segment.lookedUp {
      guard let known = MemberSources(packed: Array(lookedUp), segment.sources) else { return nil }
      sources = known
    }
    var notes = ChangeNotes(additions: additions, removals: removals)
    guard notes.take(segment.reasons, segment.origins), segment.promotions != [] else { return nil }
    notes.promotions = (segment.promotions ?? []).map(PromotionUse.init)
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
    self.notes = notes
    self.kept = kept
    self.sources = sources
    recentLive = segment.recentLive ?? 0
    takesOver = segment.takesOver ?? false
    judgeOwnChanges()
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
  /// More than any store has, and far from where sums overflow.
  private static let mostMembers = 1 << 40

  /// Whether the numbers of members can be: guardrails compare with them.
  fileprivate var hasPossibleCounts: Bool {
    let numbers = [live.count, desiredCount, drift?.membersAdded ?? 0, drift?.membersRemoved ?? 0, recentLive ?? 0]
    guard numbers.allSatisfy({ (0...Self.mostMembers).contains($0) }), remove.count <= live.count else { return false }
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
    let id = segment.id.flatMap { SegmentID($0) }
    switch (SegmentPresence(rawValue: segment.ensure), id) {
    case (.present, nil) where segment.id == nil:
      self = .create(description: segment.description ?? "")
    case (.present, let id?):
      let update = SegmentUpdate(
        name: segment.nameChange,
        description: segment.descriptionChange
      )
      self = update.map { .update(id, $0) } ?? .keep(id)
    case (.absent, nil) where segment.id == nil:
      self = .stayAbsent
    case (.absent, let id?):
      self = .delete(id)
    default:
      return nil
    }
  }
}
