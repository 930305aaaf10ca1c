import Diagnostics
import FoundationEssentials
import SegmentModel

extension PlanDocument {
  /// The document of a plan, without its digest.
  init(_ plan: Plan, guardrails: [GuardrailFinding]) {
    self.init(
      version: Self.currentVersion,
      toolVersion: plan.header.toolVersion,
      createdAt: plan.header.createdAt,
      validUntil: plan.header.validUntil,
      store: plan.header.store,
      configurationDigest: plan.header.configurationDigest,
      id: plan.id.description,
      state: plan.header.state,
      statePlace: plan.header.statePlace,
      targets: plan.header.targets.isEmpty ? nil : plan.header.targets,
      summary: plan.summary,
      segments: plan.segments.map(Segment.init),
      guardrails: guardrails.map {
        Guardrail(code: $0.code, message: $0.diagnostic.summary, confirmable: $0.isConfirmable)
      },
      warnings: plan.warnings.isEmpty ? nil : plan.warnings.map(Warning.init),
      digest: nil
    )
  }
}

extension PlanDocument.Warning {
  fileprivate init(_ warning: Diagnostic) {
    self.init(
      code: warning.code,
      summary: warning.summary,
      detail: warning.detail,
      place: warning.range.map { range in
        PlanDocument.Place(
          file: range.file,
          line: range.start.line,
          column: range.start.column,
          endLine: range.end.line,
          endColumn: range.end.column
        )
      }
    )
  }
}

extension PlanDocument.Segment {
  fileprivate init(_ segment: SegmentPlan) {
    var description: String?
    var update: SegmentUpdate?
    var ensure = SegmentPresence.present
    switch segment.change {
    case .create(let text): description = text
    case .update(_, let changes): update = changes
    case .keep: break
    case .delete, .stayAbsent: ensure = .absent
    }
    let additions = segment.notes.additions.restricted(to: segment.add, newProfiles: segment.newProfiles)
    let removals = segment.notes.removals.restricted(to: segment.remove)
    self.init(
      name: segment.name.text,
      id: segment.change.segmentID?.description,
      actions: segment.actions.map(\.rawValue),
      ensure: ensure.rawValue,
      mode: segment.mode.rawValue,
      description: description,
      nameChange: update?.name,
      descriptionChange: update?.description,
      live: segment.live,
      desiredCount: segment.desiredCount,
      add: additions.profiles.indices.map { PlanDocument.Member(additions[$0], profile: additions.profiles[$0]) },
      newProfiles: additions.newProfiles.isEmpty
        ? nil
        : (additions.profiles.count..<additions.count).map { PlanDocument.Member(additions[$0], profile: nil) },
      remove: removals.profiles.indices.map { PlanDocument.Member(removals[$0], profile: removals.profiles[$0]) },
      maxRemovals: segment.limits.maximumRemovals.description,
      maxAdditions: segment.limits.maximumAdditions == .standardAdditions ? nil : segment.limits.maximumAdditions.description,
      maxMembers: segment.limits.maximumMembers,
      allowEmpty: segment.limits.allowsEmpty,
      recentLive: segment.recentLive == 0 ? nil : segment.recentLive,
      takesOver: segment.takesOver ? true : nil,
      kept: segment.kept.isEmpty ? nil : segment.kept.map(\.description),
      lookedUp: segment.hasChanges ? segment.sources.map { Data($0.packed) } : nil,
      sources: segment.hasChanges ? segment.sources?.names : nil,
      drift: segment.drift.map(PlanDocument.Drift.init),
      promotions: segment.notes.promotions.isEmpty ? nil : segment.notes.promotions
    )
  }
}

extension PlanDocument.Member {
  fileprivate init(_ note: MemberNote, profile: ShopperProfileID?) {
    self.init(
      profile: profile?.description,
      customer: note.customer?.description,
      place: note.place?.description,
      cause: note.cause.code,
      segment: note.cause.segment,
      day: note.cause.day?.description
    )
  }
}

extension PlanDocument.Drift {
  fileprivate init(_ drift: SegmentDrift) {
    switch drift {
    case .vanished:
      self.init(segmentVanished: true, membersAdded: 0, membersRemoved: 0, renamedFrom: nil)
    case .changed(let added, let removed, let renamedFrom):
      self.init(segmentVanished: false, membersAdded: added, membersRemoved: removed, renamedFrom: renamedFrom)
    }
  }
}
