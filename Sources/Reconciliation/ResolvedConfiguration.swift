package import Diagnostics
import Manifests
package import Planning
package import SegmentModel

/// A configuration whose customers are looked up and whose segments are composed.
package struct ResolvedConfiguration: Sendable {
  let loaded: LoadedConfiguration
  /// Every declared segment, by name.
  package let desired: [DesiredSegment]
  /// The members of every segment, and of every set that a segment uses.
  let composed: [SegmentName: DesiredMembers]
  /// Warnings from reading the manifests and from looking up their customers.
  package let warnings: [Diagnostic]
  let directory: CustomerDirectory
  /// The members of the segments that manifests name with `live:`, with their customers.
  let liveParts: [String: CustomerNumbers]
  let check: SourceCheck
  /// The lines that name customers whom the store does not know.
  let unknownLines: [SegmentName: [SourceRange]]

  /// ``warnings``, and warnings about the members that the plan keeps and the customers that it leaves out.
  func warnings(of plan: Plan) -> [Diagnostic] {
    let planned = plan.segments.keyed(by: \.name)
    let kept = plan.segments.compactMap { segment -> Diagnostic? in
      guard !segment.kept.isEmpty, let declaration = loaded.declaration(of: segment.name) else { return nil }
      let lines = loaded.withSets(of: segment.name, in: [.inForce]).flatMap { unknownLines[$0.name] ?? [] }
      return check.keptMembers(segment.kept, of: declaration, unknown: lines.sorted())
    }
    let skipped = loaded.configuration.groups.compactMap { group -> Diagnostic? in
      guard group.unknownCustomers == .skip, let lines = unknownLines[group.name] else { return nil }
      let uses = uses(of: group.name).filter { planned[$0.key]?.hasChanges == true }
      return SourceCheck.skippedCustomers(
        lines,
        of: group,
        removed: planned[group.name]?.remove.count ?? 0,
        including: uses.filter { !$0.value }.keys.sorted(),
        excluding: uses.filter(\.value).keys.sorted()
      )
    }
    return warnings + kept + skipped
  }

  /// The segments and sets that use this one, directly or through others, and whether any of the uses is an exclusion.
  private func uses(of part: SegmentName) -> [SegmentName: Bool] {
    var uses: [SegmentName: Bool] = [:]
    for group in loaded.configuration.groups {
      for (references, isExclusion) in [(group.includes, false), (group.excludes, true)] {
        for case .declared(let name) in references.filter({ loaded.phase(of: $0) == .inForce }).map(\.target) {
          guard let use = name == part ? false : uses[name] else { continue }
          uses[group.name] = uses[group.name] == true || use || isExclusion
        }
      }
    }
    return uses
  }

  package var places: [SegmentName: SourceRange] { loaded.places }

  /// Where a manifest or a list declares these members of the segment, or of a segment or set that it includes.
  ///
  /// Members that no line declares are left out. This takes a pass over the declarations, so ask for all members at once.
  package func places(of members: MemberSet, in segment: SegmentName) -> [ShopperProfileID: SourceRange] {
    var places: [ShopperProfileID: SourceRange] = [:]
    for group in parts(of: segment) where places.count < members.count {
      places.merge(linePlaces(of: members, in: group.listed)) { earlier, _ in earlier }
    }
    return places
  }

  /// A segment or set and those that it includes, directly or through others, with the days on which the includes count.
  ///
  /// It comes first itself. Another one occurs once for each phase of the includes that lead to it.
  func withParts(of name: SegmentName) -> [(group: MemberGroup, validity: Validity)] {
    var found: [(group: MemberGroup, validity: Validity)] = []
    var known: [SegmentName: Set<Validity.Phase>] = [:]
    var open = [(name, Validity.unlimited)]
    while let (next, validity) = open.popLast() {
      let isNew = known[next, default: []].insert(validity.phase(on: loaded.configuration.day)).inserted
      guard isNew, let group = loaded.group(of: next) else { continue }
      found.append((group, validity))
      for reference in group.includes.reversed() {
        if case .declared(let part) = reference.target { open.append((part, reference.validity.limited(to: validity))) }
      }
    }
    return found
  }

  /// Those of ``withParts(of:)`` whose includes are in these phases.
  func parts(of name: SegmentName, in phases: [Validity.Phase] = [.inForce]) -> [MemberGroup] {
    withParts(of: name).filter { phases.contains($0.validity.phase(on: loaded.configuration.day)) }.map(\.group)
  }

  /// The members of a segment or set that another one includes or excludes.
  func members(of part: SegmentPart) -> MemberSet {
    switch part {
    case .declared(let name): composed[name]?.profiles ?? .empty
    case .live(let name): liveParts[name]?.profiles ?? .empty
    }
  }

  private func linePlaces(of members: MemberSet, in declaration: NamedMembers) -> [ShopperProfileID: SourceRange] {
    let day = loaded.configuration.day
    var places = declaration.profiles.ranges(where: members.contains, .inForce, on: day)
    guard places.count < members.count else { return places }
    func profile(_ reference: CustomerReference) -> ShopperProfileID? {
      if case .profile(let id) = directory.resolve(reference), members.contains(id) { id } else { nil }
    }
    for (reference, range) in declaration.customers.ranges(where: { profile($0) != nil }, .inForce, on: day) {
      guard let id = profile(reference) else { continue }
      places[id] = places[id] ?? range
    }
    return places
  }
}
