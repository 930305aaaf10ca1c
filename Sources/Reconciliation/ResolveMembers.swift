import Diagnostics
import Manifests
import Planning
import SegmentModel
import StateStorage
import StoreClient

extension Reconciler {
  /// Looks up the customers that manifests name, lists the segments that they name with `live:`, and composes the segments.
  ///
  /// `live` has all segments of the store. `recorded` has the records of the state, to notice a look-up, a file or a segment that returns
  /// less than at the last apply.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` with every customer that the store does not know, and every live segment that the store
  ///   does not have or that lost all its members.
  func resolve(
    _ configuration: LoadedConfiguration,
    live: [LiveSegment],
    recorded: [RecordedSegment],
    cache: ProfileCache?
  ) async throws -> ResolvedConfiguration {
    let (directory, notes) = try await directory(of: configuration, cache)
    var resolution = MemberResolution(configuration, directory: directory, SourceCheck(recorded), notes: notes)
    let compositions = resolution.compositions()
    let parts = resolution.liveParts(among: live)
    try resolution.problems.throwIfErrors()
    let listings = try await client.listings(of: Array(Set(parts.values)))
    return try resolution.result(compositions, live: parts.compactMapValues { listings[$0] })
  }

  /// - Throws: `StoreError`; `DiagnosticsError` if the store refuses to look for a customer, with the place that names them.
  private func directory(
    of configuration: LoadedConfiguration,
    _ cache: ProfileCache?
  ) async throws -> (CustomerDirectory, [Diagnostic]) {
    // Also those whose declaration has expired, so that the plan can say so.
    let named = configuration.customers(in: [.inForce, .expired])
    let (known, notes) = try cache?.read(store: state.store) ?? ([:], [])
    var assumed: [CustomerID: ShopperProfileID] = [:]
    if cache?.isTrusted == true {
      for case .id(let customer) in named { assumed[customer] = known[customer] }
    }
    let asked = named.filter { reference in
      if case .id(let customer) = reference { assumed[customer] == nil } else { true }
    }
    do {
      let directory = CustomerDirectory(try await client.customers(matching: asked), assumed: assumed)
      if let problem = SourceCheck.nothingFound(Set(asked), in: directory, configuration) {
        throw DiagnosticsError(diagnostics: [problem])
      }
      // This also drops customers that no manifest names any more.
      if let cache, directory.profiles != known { try cache.write(directory.profiles, store: state.store) }
      return (directory, notes)
    } catch let error as RefusedCustomerError {
      let place = configuration.place(of: error.reference)
      throw DiagnosticsError(diagnostics: error.diagnostics.map { $0.placed(at: place) })
    }
  }
}

/// Turns declarations into compositions, and collects the problems with their customers and parts.
private struct MemberResolution {
  let configuration: LoadedConfiguration
  let directory: CustomerDirectory
  let check: SourceCheck
  private(set) var problems = DiagnosticList()
  /// The lines that name customers whom the store does not know, by segment, in order.
  private var unknownLines: [SegmentName: [SourceRange]] = [:]

  init(_ configuration: LoadedConfiguration, directory: CustomerDirectory, _ check: SourceCheck, notes: [Diagnostic]) {
    self.configuration = configuration
    self.directory = directory
    self.check = check
    problems.append(contentsOf: notes)
  }

  private var day: CalendarDay { configuration.configuration.day }

  /// The declared segments, each after the segments that it uses.
  mutating func compositions() -> [SegmentComposition] {
    configuration.configuration.dependencyOrder.compactMap { configuration.declaration(of: $0) }.map { composition($0) }
  }

  private mutating func composition(_ segment: SegmentDeclaration) -> SegmentComposition {
    let own = members(of: segment, .inForce)
    if !own.unknown.isEmpty { report(own.unknown, of: segment) }
    if !own.ambiguous.isEmpty { report(own.ambiguous, of: segment) }
    if let missing = check.missingFiles(of: segment) { problems.append(missing) }
    let expired = members(of: segment, .expired).members.profiles
    return SegmentComposition(
      name: segment.name,
      own: DesiredMembers(
        profiles: own.members.profiles,
        withoutProfile: own.members.withoutProfile,
        kept: check.kept(for: own.unknown, named: own.members.profiles.union(expired), in: segment)
      ),
      includes: segment.includes.map(\.target),
      excludes: segment.excludes.map(\.target)
    )
  }

  /// The members of a declaration, and the customers that the look-up did not find or found more than once.
  private struct Sorted {
    let members: DesiredMembers
    let unknown: Set<CustomerReference>
    let ambiguous: [CustomerReference: [CustomerID]]
  }

  private func members(of segment: SegmentDeclaration, _ phase: Validity.Phase) -> Sorted {
    let profiles = segment.profiles.members(phase, on: day)
    var resolved: [ShopperProfileID] = []
    var withoutProfile: [CustomerID] = []
    var unknown: Set<CustomerReference> = []
    var ambiguous: [CustomerReference: [CustomerID]] = [:]
    for reference in segment.customers.subjects(phase, on: day) {
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

  private mutating func report(_ unknown: Set<CustomerReference>, of segment: SegmentDeclaration) {
    let places = segment.customers.ranges(where: unknown.contains, .inForce, on: day)
    unknownLines[segment.name] = places.values.sorted()
    let policy = segment.unknownCustomers
    if policy != .skip { problems.append(contentsOf: CustomerProblems(places: places).unknown(policy)) }
  }

  private mutating func report(_ ambiguous: [CustomerReference: [CustomerID]], of segment: SegmentDeclaration) {
    let places = segment.customers.ranges(where: { ambiguous[$0] != nil }, .inForce, on: day)
    problems.append(contentsOf: CustomerProblems(places: places).ambiguous(ambiguous))
  }

  /// The ids of the segments that manifests name with `live:`, by name.
  mutating func liveParts(among live: [LiveSegment]) -> [String: SegmentID] {
    let byName = Dictionary(grouping: live, by: \.name)
    let pinned = configuration.configuration.segments.keyed(by: \.id)
    var parts: [String: SegmentID] = [:]
    for segment in configuration.configuration.segments {
      for reference in segment.includes + segment.excludes {
        guard case .live(let name) = reference.target else { continue }
        let named = byName[name] ?? []
        guard let part = named.first, named.count == 1 else {
          problems.append(Self.notOne(named.count, name, at: reference.range, names: live.map(\.name)))
          continue
        }
        if let declared = pinned[part.id] {
          problems.append(Self.declared(name, as: declared, at: reference.range))
        }
        parts[name] = part.id
      }
    }
    return parts
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
    let emptied = segments.flatMap { segment in
      (segment.includes + segment.excludes).compactMap { check.emptied($0, now: live[$0.target.name]) }
    }
    if !emptied.isEmpty { throw DiagnosticsError(diagnostics: problems.sorted + emptied) }
    let desired = segments.map { declaration in
      DesiredSegment(declaration, composed[declaration.name], sources(of: declaration, live: live))
    }
    return ResolvedConfiguration(
      loaded: configuration,
      desired: desired,
      warnings: configuration.warnings + problems.sorted,
      directory: directory,
      liveParts: listings,
      check: check,
      unknownLines: unknownLines
    )
  }

  /// The sources of the segment's members, for the state to record.
  private func sources(of segment: SegmentDeclaration, live: [String: MemberSet]) -> MemberSources {
    let parts = (segment.includes + segment.excludes).compactMap { reference -> (String, Int)? in
      guard case .live(let name) = reference.target, let members = live[name] else { return nil }
      return (name, members.count)
    }
    return MemberSources(
      lookedUp: segment.customers.subjects(.inForce, on: day).compactMap(directory.lookedUp),
      files: Dictionary(segment.matchedFiles.map { ($0.pattern, $0.paths) }, uniquingKeysWith: { first, _ in first }),
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
