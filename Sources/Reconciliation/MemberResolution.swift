import Diagnostics
import Manifests
import Planning
import SegmentModel

/// Turns declarations into compositions, and collects the problems with their customers and parts.
struct MemberResolution {
  let configuration: LoadedConfiguration
  let directory: CustomerDirectory
  let check: SourceCheck
  private(set) var problems = DiagnosticList()
  /// The lines that name customers whom the store does not know, by segment, in order.
  private var unknownLines: [SegmentName: [SourceRange]] = [:]

  init(_ configuration: LoadedConfiguration, directory: CustomerDirectory, _ check: SourceCheck) {
    self.configuration = configuration
    self.directory = directory
    self.check = check
  }

  private var day: CalendarDay { configuration.configuration.day }

  /// The segments and the sets that they use, each after those that it uses.
  mutating func compositions() -> [SegmentComposition] {
    let used = Set(configuration.usedGroups(in: [.inForce, .expired]).map(\.name))
    let inForce = Set(configuration.usedGroups(in: [.inForce]).map(\.name))
    let groups = configuration.configuration.groups.filter { used.contains($0.name) }
    let own = Dictionary(uniqueKeysWithValues: groups.map { ($0.name, members($0.listed, .inForce)) })
    let excluded = Dictionary(uniqueKeysWithValues: groups.map { ($0.name, members($0.excluded, .inForce)) })
    for group in groups where inForce.contains(group.name) {
      report(own[group.name], in: group.listed, of: group, areExcluded: false)
      report(excluded[group.name], in: group.excluded, of: group, areExcluded: true)
    }
    for segment in configuration.configuration.segments {
      if let missing = check.missingFiles(of: segment, configuration.withAllSets(of: segment.name)) { problems.append(missing) }
    }
    let kept = keptMembers(own)
    return groups.map { group in
      let own = own[group.name]?.members ?? DesiredMembers.none
      return SegmentComposition(
        name: group.name,
        own: DesiredMembers(profiles: own.profiles, withoutProfile: own.withoutProfile, kept: kept[group.name] ?? .empty),
        excluded: excluded[group.name]?.members ?? DesiredMembers.none,
        includes: group.includes.filter(isInForce).map(\.target),
        excludes: group.excludes.filter(isInForce).map(\.target)
      )
    }
  }

  private func isInForce(_ reference: SegmentReference) -> Bool { configuration.phase(of: reference) == .inForce }

  /// The members that stay because a look-up failed, by the segment or set with the lines of the unknown customers.
  private func keptMembers(_ own: [SegmentName: Sorted]) -> [SegmentName: MemberSet] {
    var kept: [SegmentName: MemberSet] = [:]
    for segment in configuration.configuration.segments {
      let failing = configuration.withSets(of: segment.name, in: [.inForce]).filter {
        $0.unknownCustomers.keepsMembers && own[$0.name]?.unknown.isEmpty == false
      }
      if failing.isEmpty { continue }
      let named = configuration.withSets(of: segment.name, in: [.inForce, .expired]).reduce(MemberSet.empty) { named, group in
        let expired = members(group.listed, .expired).members.profiles
        return named.union(own[group.name]?.members.profiles ?? .empty).union(expired)
      }
      let unknown = failing.reduce(into: Set()) { $0.formUnion(own[$1.name]?.unknown ?? []) }
      let staying = check.kept(for: unknown, named: named, in: segment)
      for group in failing { kept[group.name] = staying.union(kept[group.name] ?? .empty) }
    }
    return kept
  }

  /// The members of a declaration, and the customers that the look-up did not find or found more than once.
  private struct Sorted {
    let members: DesiredMembers
    let unknown: Set<CustomerReference>
    let ambiguous: [CustomerReference: [CustomerID]]
  }

  private func members(_ named: NamedMembers, _ phase: Validity.Phase) -> Sorted {
    let profiles = named.profiles.members(phase, on: day)
    var resolved: [ShopperProfileID] = []
    var withoutProfile: [CustomerID] = []
    var unknown: Set<CustomerReference> = []
    var ambiguous: [CustomerReference: [CustomerID]] = [:]
    for reference in named.customers.subjects(phase, on: day) {
      switch directory.resolve(reference) {
      case .profile(let id): resolved.append(id)
      case .withoutProfile(let id): withoutProfile.append(id)
      case .unknown: unknown.insert(reference)
      case .ambiguous(let customers): ambiguous[reference] = customers
      }
    }
    return Sorted(
      members: DesiredMembers(profiles: profiles.union(MemberSet(resolved)), withoutProfile: withoutProfile),
      unknown: unknown,
      ambiguous: ambiguous
    )
  }

  private mutating func report(_ found: Sorted?, in members: NamedMembers, of group: MemberGroup, areExcluded: Bool) {
    guard let found, !found.unknown.isEmpty || !found.ambiguous.isEmpty else { return }
    let isMeant = { found.unknown.contains($0) || found.ambiguous[$0] != nil }
    let places = members.customers.ranges(where: isMeant, .inForce, on: day)
    let unknown = places.filter { found.unknown.contains($0.key) }
    if !areExcluded && !unknown.isEmpty { unknownLines[group.name] = unknown.values.sorted() }
    // `skip` is not silent about customers whom it lets in.
    if areExcluded || group.unknownCustomers != .skip {
      problems.append(contentsOf: CustomerProblems(places: unknown).unknown(group.unknownCustomers, areExcluded: areExcluded))
    }
    problems.append(contentsOf: CustomerProblems(places: places.filter { unknown[$0.key] == nil }).ambiguous(found.ambiguous))
  }

  /// The ids of the segments that manifests name with `live:`, by name.
  mutating func liveParts(among live: [LiveSegment]) -> [String: SegmentID] {
    let byName = Dictionary(grouping: live, by: \.name)
    let pinned = configuration.configuration.segments.keyed(by: \.id)
    var parts: [String: SegmentID] = [:]
    // Those that have expired serve only to say so, and may be gone.
    for reference in liveReferences(in: [.inForce, .expired]) {
      let name = reference.target.name
      let named = byName[name] ?? []
      guard let part = named.first, named.count == 1 else {
        if isInForce(reference) { problems.append(Self.notOne(named.count, name, at: reference.range, names: live.map(\.name))) }
        continue
      }
      if let declared = pinned[part.id], isInForce(reference) {
        problems.append(Self.declared(name, as: declared, at: reference.range))
      }
      parts[name] = part.id
    }
    return parts
  }

  /// The references under `live:` in these phases.
  private func liveReferences(in phases: [Validity.Phase]) -> [SegmentReference] {
    configuration.usedGroups(in: phases).flatMap(\.references).filter {
      if case .live = $0.target { phases.contains(configuration.phase(of: $0)) } else { false }
    }
  }

  private static func notOne(_ count: Int, _ name: String, at range: SourceRange, names: [String]) -> Diagnostic {
    Diagnostic(
      .error,
      code: "unknown-live-segment",
      summary: count == 0 ? "the store has no segment named \"\(name)\"" : "the store has \(count) segments named \"\(name)\"",
      detail: count == 0
        ? "Nothing was planned: a missing segment does not count as empty." : "Give all but one of them another name.",
      range: range,
      suggestion: count == 0 ? Suggestion.nearest(to: name, among: names) : nil
    )
  }

  private static func declared(_ name: String, as declaration: SegmentDeclaration, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .error,
      code: "live-but-declared",
      summary: "\"\(name)\" is declared by its id, as \"\(declaration.name)\"",
      detail: "The declaration is at \(declaration.range). Use its name, without `live:`.",
      range: range
    )
  }

  /// - Throws: `UnlistedSegmentError` if a live segment was not read; `DiagnosticsError` if one lost all its members.
  func result(_ compositions: [SegmentComposition], live listings: [String: CustomerNumbers]) throws -> ResolvedConfiguration {
    let live = listings.mapValues(\.profiles)
    let composed = try SegmentComposition.compose(compositions, live: live)
    let segments = configuration.configuration.segments
    let emptied = liveReferences(in: [.inForce]).compactMap { check.emptied($0, now: live[$0.target.name]) }
    if !emptied.isEmpty { throw DiagnosticsError(diagnostics: problems.sorted + emptied) }
    let desired = segments.map { declaration in
      DesiredSegment(declaration, composed[declaration.name], sources(of: declaration, live: live))
    }
    return ResolvedConfiguration(
      loaded: configuration,
      desired: desired,
      composed: composed,
      warnings: configuration.warnings + problems.sorted,
      directory: directory,
      liveParts: listings,
      check: check,
      unknownLines: unknownLines
    )
  }

  /// The sources of the segment's members, for the state to record.
  private func sources(of segment: SegmentDeclaration, live: [String: MemberSet]) -> MemberSources {
    let groups = configuration.withAllSets(of: segment.name)
    let parts = groups.flatMap(\.references).compactMap { reference -> (String, Int)? in
      guard case .live(let name) = reference.target, isInForce(reference), let members = live[name] else { return nil }
      return (name, members.count)
    }
    let patterns = groups.flatMap(\.named).flatMap(\.matchedFiles)
    return MemberSources(
      lookedUp: configuration.withSets(of: segment.name, in: [.inForce]).flatMap {
        $0.listed.customers.subjects(.inForce, on: day).compactMap(directory.lookedUp)
      },
      files: Dictionary(patterns.map { ($0.pattern, $0.paths) }, uniquingKeysWith: { first, _ in first }),
      liveCounts: Dictionary(parts, uniquingKeysWith: { first, _ in first })
    )
  }
}

extension DesiredSegment {
  fileprivate init(_ declaration: SegmentDeclaration, _ composed: DesiredMembers?, _ sources: MemberSources) {
    self.init(named: declaration.name)
    pinnedID = declaration.id
    description = declaration.description
    mode = declaration.mode
    presence = declaration.presence
    members = composed?.profiles ?? .empty
    kept = composed?.kept ?? .empty
    withoutProfile = composed?.withoutProfile ?? []
    self.sources = sources
    limits = declaration.limits
    allowsEmpty = declaration.allowsEmpty
    declaredAt = declaration.range
  }
}
