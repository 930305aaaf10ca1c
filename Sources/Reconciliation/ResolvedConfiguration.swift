package import Diagnostics
import Manifests
package import Planning
package import SegmentModel

/// A configuration whose customers are looked up and whose segments are composed.
package struct ResolvedConfiguration: Sendable {
  let loaded: LoadedConfiguration
  /// Every declared segment, by name.
  package let desired: [DesiredSegment]
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
      return check.keptMembers(segment.kept, of: declaration, unknown: unknownLines[segment.name] ?? [])
    }
    let skipped = loaded.configuration.segments.compactMap { segment -> Diagnostic? in
      guard segment.unknownCustomers == .skip, let lines = unknownLines[segment.name] else { return nil }
      let uses = uses(of: segment.name).filter { planned[$0.key]?.hasChanges == true }
      return SourceCheck.skippedCustomers(
        lines,
        of: segment,
        removed: planned[segment.name]?.remove.count ?? 0,
        including: uses.filter { !$0.value }.keys.sorted(),
        excluding: uses.filter(\.value).keys.sorted()
      )
    }
    return warnings + kept + skipped
  }

  /// The segments that use this one, directly or through others, and whether any of the uses is an exclusion.
  private func uses(of part: SegmentName) -> [SegmentName: Bool] {
    var uses: [SegmentName: Bool] = [:]
    for segment in loaded.configuration.dependencyOrder.compactMap(loaded.declaration(of:)) {
      for (references, isExclusion) in [(segment.includes, false), (segment.excludes, true)] {
        for case .declared(let name) in references.map(\.target) {
          guard let use = name == part ? false : uses[name] else { continue }
          uses[segment.name] = uses[segment.name] == true || use || isExclusion
        }
      }
    }
    return uses
  }

  package var places: [SegmentName: SourceRange] { loaded.places }

  /// Where a manifest or a list declares these members of the segment, or of a segment that it includes.
  ///
  /// Members that no line declares are left out. This takes a pass over the declarations, so ask for all members at once.
  package func places(of members: MemberSet, in segment: SegmentName) -> [ShopperProfileID: SourceRange] {
    var places: [ShopperProfileID: SourceRange] = [:]
    for declaration in withParts(of: segment) where places.count < members.count {
      places.merge(ownPlaces(of: members, in: declaration)) { earlier, _ in earlier }
    }
    return places
  }

  /// A declared segment and the segments that it includes, directly or through others.
  ///
  /// The segment itself comes first, and each segment occurs once.
  func withParts(of name: SegmentName) -> [SegmentDeclaration] {
    var found: [SegmentDeclaration] = []
    var known: Set<SegmentName> = []
    var open = [name]
    while let next = open.popLast() {
      guard known.insert(next).inserted, let declaration = loaded.declaration(of: next) else { continue }
      found.append(declaration)
      let parts = declaration.includes.compactMap { if case .declared(let part) = $0.target { part } else { nil } }
      open += parts.reversed()
    }
    return found
  }

  func desiredSegment(_ name: SegmentName) -> DesiredSegment? { desired.first { $0.name == name } }

  /// The members of a segment that another one includes or excludes.
  func members(of part: SegmentPart) -> MemberSet {
    switch part {
    case .declared(let name): desiredSegment(name)?.members ?? .empty
    case .live(let name): liveParts[name]?.profiles ?? .empty
    }
  }

  /// The cached profiles that the plan relies on.
  ///
  /// The apply checks them against the store.
  ///
  /// All of them, not only those of additions: a wrong one can also cause a removal, or avoid an exclusion.
  func assumedProfiles(of plans: [SegmentPlan]) -> [AssumedProfile] {
    guard plans.contains(where: \.hasChanges) else { return [] }
    return directory.assumed.map { AssumedProfile(customer: $0.key, profile: $0.value) }.sorted { $0.customer < $1.customer }
  }

  private func ownPlaces(of members: MemberSet, in declaration: SegmentDeclaration) -> [ShopperProfileID: SourceRange] {
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
