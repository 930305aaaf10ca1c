package import Diagnostics
package import SegmentModel

/// Matches each declared segment with a live one.
package struct SegmentMatching: Sendable {
  package struct Match: Sendable {
    package let desired: DesiredSegment
    /// `nil` when the store has no such segment.
    package let live: LiveSegment?
    /// The record of the live segment; `nil` when it is not live or was never applied.
    package let recorded: RecordedSegment?
    /// Whether the state records the segment under an id that the store no longer has; another one may have its name.
    package let vanished: Bool
  }

  /// A match for each declared segment, by name.
  package private(set) var matches: [Match]
  /// How many live segments match no declaration.
  package let unmanagedCount: Int

  /// Finds the live segment of every declaration: by pinned id, by name, or by the id that the state records.
  ///
  /// In the last case, someone renamed the segment in the store, and the plan renames it back.
  ///
  /// - Throws: every problem of every declaration at once.
  package init(desired: [DesiredSegment], live: [LiveSegment], recorded: [RecordedSegment]) throws(DiagnosticsError) {
    var problems = DiagnosticList()
    let index = LiveIndex(live: live, recorded: recorded)
    let desired = desired.sorted { $0.name < $1.name }

    var found = desired.map { declaration in index.direct(declaration, problems: &problems) }
    var claims = Set(found.compactMap { $0?.id })
    for (position, declaration) in desired.enumerated() where found[position] == nil {
      if let renamed = index.recordedUnderName(declaration), claims.insert(renamed.id).inserted {
        found[position] = renamed
      }
    }
    Self.checkClaims(desired, found, index, problems: &problems)
    try problems.throwIfErrors()

    matches = zip(desired, found).map { declaration, live in
      Match(
        desired: declaration,
        live: live,
        recorded: live.flatMap { index.recordedByID[$0.id] },
        vanished: index.hasVanished(declaration)
      )
    }
    unmanagedCount = live.count { !claims.contains($0.id) }
  }

  /// The matches of these segments; the others do not count as unmanaged.
  package func restricted(to targets: Set<SegmentName>) -> SegmentMatching {
    var matching = self
    matching.matches.removeAll { !targets.contains($0.desired.name) }
    return matching
  }

  private static func checkClaims(
    _ desired: [DesiredSegment],
    _ found: [LiveSegment?],
    _ index: LiveIndex,
    problems: inout DiagnosticList
  ) {
    var claimant: [SegmentID: DesiredSegment] = [:]
    for (declaration, live) in zip(desired, found) {
      if let live {
        if let other = claimant.updateValue(declaration, forKey: live.id) {
          problems.append(declaration.claimed(by: other, live))
        }
        if declaration.presence == .absent, live.name != declaration.name.text {
          problems.append(declaration.deletionOfOtherName(live))
        }
      }
      guard declaration.presence == .present, live?.name != declaration.name.text else { continue }
      let rivals = index.byLikeness[declaration.name.likeness] ?? []
      if let rival = rivals.first(where: { $0.id != live?.id }) {
        problems.append(declaration.nameTaken(by: rival, renames: live != nil))
      }
    }
  }
}

private struct LiveIndex {
  let byID: [SegmentID: LiveSegment]
  /// The segments of each name, ascending by id.
  ///
  /// The vendor says that names are unique in a store, but planning does not rely on it.
  let byName: [String: [LiveSegment]]
  let byLikeness: [String: [LiveSegment]]
  let recordedByID: [SegmentID: RecordedSegment]
  let recordedByName: [String: RecordedSegment]

  init(live: [LiveSegment], recorded: [RecordedSegment]) {
    byID = live.keyed(by: \.id)
    byName = Dictionary(grouping: live, by: \.name).mapValues { $0.sorted { $0.id < $1.id } }
    byLikeness = Dictionary(grouping: live, by: { HiddenCharacters.likeness(of: $0.name) })
    recordedByID = recorded.keyed(by: \.id)
    recordedByName = recorded.keyed(by: \.name)
  }

  func direct(_ declaration: DesiredSegment, problems: inout DiagnosticList) -> LiveSegment? {
    guard let pinned = declaration.pinnedID else {
      let named = byName[declaration.name.text] ?? []
      if named.count > 1 { problems.append(declaration.ambiguousName(named)) }
      return named.first
    }
    if byID[pinned] == nil, declaration.presence == .present {
      problems.append(declaration.unknownPinnedID(pinned))
    }
    return byID[pinned]
  }

  /// Whether the state records a segment of this name that the store does not have.
  func hasVanished(_ declaration: DesiredSegment) -> Bool {
    recordedByName[declaration.name.text].map { byID[$0.id] == nil } ?? false
  }

  /// The live segment that the state records under this name.
  ///
  /// Never for a segment to delete: apply deletes a segment only under the name in its manifest.
  func recordedUnderName(_ declaration: DesiredSegment) -> LiveSegment? {
    guard declaration.pinnedID == nil, declaration.presence == .present,
      let recorded = recordedByName[declaration.name.text]
    else { return nil }
    return byID[recorded.id]
  }
}
