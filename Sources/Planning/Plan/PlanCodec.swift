import Crypto
package import Diagnostics
import FoundationEssentials
import SegmentModel

/// Writes and reads plan files.
package enum PlanCodec {
  /// The plan as JSON with sorted keys and a line break at the end: the same plan and findings give the same bytes.
  ///
  /// - Throws: Only what the JSON encoder throws, which it has no reason to for these values.
  package static func encode(_ plan: Plan, guardrails: [GuardrailFinding]) throws -> [UInt8] {
    var document = PlanDocument(plan, guardrails: guardrails)
    document.digest = try digest(of: document)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
  }

  /// Reads a plan file back, trusting nothing in it.
  ///
  /// - Throws: ``PlanFileError`` when it is no plan file, of another version, or was changed since it was written.
  package static func decode(_ bytes: [UInt8], file: String) throws(PlanFileError) -> Plan {
    let data = Data(bytes)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let probe = try? decoder.decode(VersionProbe.self, from: data) else { throw .notAPlan(file: file) }
    guard probe.version == PlanDocument.currentVersion else {
      throw .version(file: file, found: probe.version, newest: PlanDocument.currentVersion)
    }
    guard let document = try? decoder.decode(PlanDocument.self, from: data) else { throw .notAPlan(file: file) }
    var unsigned = document
    unsigned.digest = nil
    guard let expected = try? digest(of: unsigned), expected == document.digest else { throw .tampered(file: file) }
    guard let plan = Plan(document) else { throw .notAPlan(file: file) }
    return plan
  }

  /// Over the compact form, so that reformatting a plan file does no harm.
  private static func digest(of document: PlanDocument) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return "sha256:" + SHA256.hash(data: try encoder.encode(document)).hexadecimalText
  }

  private struct VersionProbe: Decodable {
    var version: Int
    /// Only a plan has one: a state document has a version too.
    var configurationDigest: String
  }
}

/// Why a plan file is refused.
package enum PlanFileError: DiagnosedError, Equatable {
  case notAPlan(file: String)
  case version(file: String, found: Int, newest: Int)
  case tampered(file: String)

  package var diagnostics: [Diagnostic] {
    switch self {
    case .notAPlan(let file):
      [
        Diagnostic(
          .error,
          code: "not-a-plan",
          summary: "\(file) is not a plan file",
          detail: "A plan file is what `segplan --out FILE` writes. Manifests are named *.yaml or *.yml."
        )
      ]
    case .version(let file, let found, let newest):
      [
        Diagnostic(
          .error,
          code: "plan-version",
          summary: "\(file) has plan format \(found); this program reads format \(newest)",
          detail: "Plan and apply with the same release. Make the plan again:\n\n    segplan --out \(file)"
        )
      ]
    case .tampered(let file):
      [
        Diagnostic(
          .error,
          code: "plan-tampered",
          summary: "\(file) was changed after it was written: its digest does not match",
          detail:
            "Apply does exactly what was reviewed, so an edited plan is refused. Make the plan again:\n\n    segplan --out \(file)"
        )
      ]
    }
  }
}

extension PlanDocument {
  fileprivate init(_ plan: Plan, guardrails: [GuardrailFinding]) {
    let summary = plan.summary
    self.init(
      version: Self.currentVersion,
      toolVersion: plan.header.toolVersion,
      createdAt: plan.header.createdAt,
      store: plan.header.store,
      configurationDigest: plan.header.configurationDigest,
      state: plan.header.state.map { State(lineage: $0.lineage, serial: $0.serial) },
      summary: Summary(
        segmentsToCreate: summary.segmentsToCreate,
        segmentsToUpdate: summary.segmentsToUpdate,
        segmentsToDelete: summary.segmentsToDelete,
        segmentsUnchanged: summary.segmentsUnchanged,
        segmentsUnmanaged: summary.segmentsUnmanaged,
        membersToAdd: summary.membersToAdd,
        membersToRemove: summary.membersToRemove
      ),
      segments: plan.segments.map(Segment.init),
      guardrails: guardrails.map {
        Guardrail(code: $0.code, message: $0.diagnostic.summary, confirmable: $0.isConfirmable)
      },
      digest: nil
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
    self.init(
      name: segment.name.text,
      id: segment.change.segmentID?.description,
      actions: segment.actions.map(\.rawValue),
      ensure: ensure.rawValue,
      mode: segment.mode.rawValue,
      description: description,
      nameChange: update?.name.map { PlanDocument.Change(from: $0.from, to: $0.to) },
      descriptionChange: update?.description.map { PlanDocument.Change(from: $0.from, to: $0.to) },
      live: .init(count: segment.live.count, sha256: segment.live.sha256),
      desiredCount: segment.desiredCount,
      add: segment.add.map(\.description),
      remove: segment.remove.map(\.description),
      maxRemovals: segment.limits.maximumRemovals.description,
      allowEmpty: segment.limits.allowsEmpty,
      drift: segment.drift.map(PlanDocument.Drift.init)
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

extension Plan {
  /// `nil` when a value is not what the schema says.
  fileprivate init?(_ document: PlanDocument) {
    var segments: [SegmentPlan] = []
    for segment in document.segments {
      guard let plan = SegmentPlan(segment) else { return nil }
      segments.append(plan)
    }
    guard document.summary.segmentsUnmanaged >= 0 else { return nil }
    self.init(
      header: PlanHeader(
        toolVersion: document.toolVersion,
        createdAt: document.createdAt,
        store: document.store,
        configurationDigest: document.configurationDigest,
        state: document.state.map { StateReference(lineage: $0.lineage, serial: $0.serial) }
      ),
      segments: segments,
      unmanagedCount: document.summary.segmentsUnmanaged
    )
  }
}

extension SegmentPlan {
  fileprivate init?(_ segment: PlanDocument.Segment) {
    guard let name = try? SegmentName(segment.name),
      let mode = MembershipMode(rawValue: segment.mode),
      let limit = RemovalLimit(segment.maxRemovals),
      let change = SegmentChange(segment),
      let add = MemberSet(texts: segment.add),
      let remove = MemberSet(texts: segment.remove),
      add.intersection(remove).isEmpty
    else { return nil }
    self.init(
      name: name,
      change: change,
      mode: mode,
      add: add,
      remove: remove,
      live: LiveFingerprint(count: segment.live.count, sha256: segment.live.sha256),
      desiredCount: segment.desiredCount,
      limits: SegmentLimits(maximumRemovals: limit, allowsEmpty: segment.allowEmpty),
      drift: segment.drift.map { drift in
        drift.segmentVanished
          ? .vanished
          : .changed(added: drift.membersAdded, removed: drift.membersRemoved, renamedFrom: drift.renamedFrom)
      }
    )
    guard actions.map(\.rawValue) == segment.actions else { return nil }
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
        name: segment.nameChange.map { SegmentUpdate.Change(from: $0.from, to: $0.to) },
        description: segment.descriptionChange.map { SegmentUpdate.Change(from: $0.from, to: $0.to) }
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

extension MemberSet {
  /// `nil` unless every text is an id and they are ascending and unique, as the encoder writes them.
  fileprivate init?(texts: [String]) {
    var ids: [ShopperProfileID] = []
    ids.reserveCapacity(texts.count)
    for text in texts {
      guard let id = ShopperProfileID(text) else { return nil }
      ids.append(id)
    }
    self.init(ascendingUnique: ids)
  }
}
