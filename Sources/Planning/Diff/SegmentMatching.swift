package import Diagnostics
package import SegmentModel

/// Which live segment, if any, each declared segment means.
package struct SegmentMatching: Sendable {
  package struct Match: Sendable {
    package let desired: DesiredSegment
    /// `nil` when the store has no such segment.
    package let live: LiveSegment?
    /// What the state recorded of that very segment; `nil` when it is not live or was never applied.
    package let recorded: RecordedSegment?
    /// Whether the state knows the segment under an id that the store no longer has; another one of its name may be there.
    package let vanished: Bool
  }

  /// A match for each declared segment, by name.
  package let matches: [Match]
  /// How many live segments no declaration means.
  package let unmanagedCount: Int

  /// Finds the live segment of every declaration: by pinned id, else by name, else by the id that the state recorded under that name
  /// (somebody renamed it in the store; the plan renames it back).
  ///
  /// - Throws: all problems at once: an unknown pinned id, a name that is taken, differs in case only or is not unique in the store, two
  ///   declarations of one segment, a pinned segment to delete that is called otherwise.
  package init(
    desired: [DesiredSegment],
    live: [LiveSegment],
    recorded: [RecordedSegment]
  ) throws(DiagnosticsError) {
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

  private init(matches: [Match], unmanagedCount: Int) {
    self.matches = matches
    self.unmanagedCount = unmanagedCount
  }

  /// Only the matches of these segments.
  ///
  /// The others stay managed: they are not counted among the unmanaged.
  package func restricted(to targets: Set<SegmentName>) -> SegmentMatching {
    SegmentMatching(matches: matches.filter { targets.contains($0.desired.name) }, unmanagedCount: unmanagedCount)
  }

  /// The ids of the live segments whose members must be known to plan, ascending.
  package var segmentsToList: [SegmentID] { matches.compactMap(\.live?.id).sorted() }

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
          problems.append(MatchingProblem.claimedTwice(declaration, other, live).diagnostic)
        }
        if declaration.presence == .absent, live.name != declaration.name.text {
          problems.append(MatchingProblem.deletionOfOtherName(declaration, live).diagnostic)
        }
      }
      guard declaration.presence == .present, live?.name != declaration.name.text else { continue }
      let rivals = index.byLikeness[declaration.name.likeness] ?? []
      if let rival = rivals.first(where: { $0.id != live?.id }) {
        problems.append(MatchingProblem.nameTaken(declaration, rival, renames: live != nil).diagnostic)
      }
    }
  }
}

/// The store's segments by what a declaration may name them with.
private struct LiveIndex {
  let byID: [SegmentID: LiveSegment]
  /// Those of each name, ascending by id.
  ///
  /// Names are unique in a store, says the vendor; planning does not bet a segment on that.
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
      if named.count > 1 { problems.append(MatchingProblem.ambiguousName(declaration, named).diagnostic) }
      return named.first
    }
    if byID[pinned] == nil, declaration.presence == .present {
      problems.append(MatchingProblem.unknownPinnedID(declaration, pinned).diagnostic)
    }
    return byID[pinned]
  }

  /// Whether the state remembers a segment of this name that is gone.
  func hasVanished(_ declaration: DesiredSegment) -> Bool {
    recordedByName[declaration.name.text].map { byID[$0.id] == nil } ?? false
  }

  /// By the state's memory of the name.
  ///
  /// Never for a segment to delete: nobody should lose a segment under a name they did not write.
  func recordedUnderName(_ declaration: DesiredSegment) -> LiveSegment? {
    guard declaration.pinnedID == nil, declaration.presence == .present,
      let recorded = recordedByName[declaration.name.text]
    else { return nil }
    return byID[recorded.id]
  }
}
