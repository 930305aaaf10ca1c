package import SegmentModel

/// The segments to compare, each as declared, recorded and live.
///
/// Pairing never fails: missing pinned segments and duplicate names are drift too.
package struct DriftSubjects: Sendable {
  /// A segment in at least one of its three forms.
  package struct Subject: Sendable {
    package let desired: DesiredSegment?
    package let recorded: RecordedSegment?
    package let live: LiveSegment?
  }

  package let subjects: [Subject]
  /// Names of the other live segments.
  package let unmanaged: [String]

  /// Pairs recorded segments with live ones by id, and with declarations by pinned id, then by name.
  package init(desired: [DesiredSegment], recorded: [RecordedSegment], live: [LiveSegment]) {
    let liveByID = live.keyed(by: \.id)
    let liveByName = live.keyed(by: \.name)
    var byPin: [SegmentID: DesiredSegment] = [:]
    var byName: [String: DesiredSegment] = [:]
    for declaration in desired {
      if let id = declaration.pinnedID { byPin[id] = declaration }
      byName[declaration.name.text] = declaration
    }
    var paired: Set<SegmentName> = []
    var taken: Set<SegmentID> = []
    var subjects: [Subject] = []
    for record in recorded {
      let named = byName[record.name].flatMap { $0.pinnedID == nil || $0.pinnedID == record.id ? $0 : nil }
      var declaration = byPin[record.id] ?? named
      if let name = declaration?.name, !paired.insert(name).inserted { declaration = nil }
      taken.insert(record.id)
      subjects.append(Subject(desired: declaration, recorded: record, live: liveByID[record.id]))
    }
    for declaration in desired where !paired.contains(declaration.name) {
      let found = declaration.pinnedID.map { liveByID[$0] } ?? liveByName[declaration.name.text]
      let live = found.flatMap { taken.insert($0.id).inserted ? $0 : nil }
      subjects.append(Subject(desired: declaration, recorded: nil, live: live))
    }
    // If someone deleted a segment and created it again under its name, it has another id.
    let declared = Set(desired.map(\.name.text))
    self.subjects = subjects
    unmanaged = live.filter { !taken.contains($0.id) && !declared.contains($0.name) }.map(\.name)
  }
}
