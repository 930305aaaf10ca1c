import Diagnostics
import Manifests
import Planning
import SegmentModel
import StoreClient

extension StoreClient {
  /// Looks up the customers that manifests name, reads the segments that they name as live, and puts the segments together.
  ///
  /// `live` is every segment of the store, `recorded` what the state knows, to notice a look-up, a file or a segment that gives less than
  /// it did, and `store` what the state calls the store.
  ///
  /// - Throws: `StoreError`; `DiagnosticsError` with every customer that the store does not know and every live segment that it
  ///   does not have, or that lost all its members; or when the store knows none of several customers.
  func resolve(
    _ configuration: LoadedConfiguration,
    live: [LiveSegment],
    recorded: [RecordedSegment],
    store: String,
    cache: ProfileCache?
  ) async throws -> ResolvedConfiguration {
    let (directory, notes) = try await directory(of: configuration, store: store, cache)
    var resolution = MemberResolution(configuration, directory: directory, SourceCheck(recorded), notes: notes)
    let compositions = resolution.compositions()
    let parts = resolution.liveParts(among: live)
    try resolution.problems.throwIfErrors()
    let listings = try await listings(of: Array(Set(parts.values)))
    return try resolution.result(compositions, live: parts.compactMapValues { listings[$0] })
  }

  /// - Throws: `StoreError`; `DiagnosticsError` when the store will not look for a customer, with the place that names them.
  private func directory(
    of configuration: LoadedConfiguration,
    store: String,
    _ cache: ProfileCache?
  ) async throws -> (CustomerDirectory, [Diagnostic]) {
    // Those whose declaration has expired too, for the plan to say so.
    let named = configuration.customers(in: [.inForce, .expired])
    let (known, notes) = try cache?.read(store: store) ?? ([:], [])
    var assumed: [CustomerID: ShopperProfileID] = [:]
    if cache?.isTrusted == true {
      for case .id(let customer) in named { assumed[customer] = known[customer] }
    }
    let asked = named.filter { reference in
      if case .id(let customer) = reference { assumed[customer] == nil } else { true }
    }
    do {
      let directory = CustomerDirectory(try await customers(matching: asked), assumed: assumed)
      if let problem = SourceCheck.nothingFound(asked, in: directory, configuration) {
        throw DiagnosticsError(diagnostics: [problem])
      }
      // Customers that no manifest names any more leave the cache.
      if let cache, directory.profiles != known { try cache.write(directory.profiles, store: store) }
      return (directory, notes)
    } catch let error as RefusedCustomerError {
      let place = configuration.place(of: error.reference)
      throw DiagnosticsError(diagnostics: error.diagnostics.map { $0.placed(at: place) })
    }
  }
}

/// Turns declarations into compositions, and gathers what is wrong with their customers and parts.
private struct MemberResolution {
  /// More unknown customers of one file than this share a line that names so many of them.
  static let maximumNamed = 5

  let configuration: LoadedConfiguration
  let directory: CustomerDirectory
  let check: SourceCheck
  private(set) var problems = DiagnosticList()
  /// Where customers are named that the store does not know, by segment, in order.
  private var unknownLines: [SegmentName: [SourceRange]] = [:]

  init(_ configuration: LoadedConfiguration, directory: CustomerDirectory, _ check: SourceCheck, notes: [Diagnostic]) {
    self.configuration = configuration
    self.directory = directory
    self.check = check
    problems.append(contentsOf: notes)
  }

  private var day: CalendarDay { configuration.configuration.day }

  /// The declared segments, each behind those that it is made of.
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
      includes: segment.includes.map(\.part),
      excludes: segment.excludes.map(\.part)
    )
  }

  /// The members of a declaration, and the customers who could not be told.
  private struct Sorted {
    let members: DesiredMembers
    let unknown: Set<CustomerReference>
    let ambiguous: [CustomerReference: [CustomerID]]
  }

  private func members(
    of segment: SegmentDeclaration,
    _ phase: Validity.Phase
  ) -> Sorted {
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
    guard policy != .skip else { return }
    var isFirst = true
    for (file, named) in Dictionary(grouping: places, by: \.value.file).sorted(by: { $0.key < $1.key }) {
      let sorted = named.sorted { $0.value < $1.value }
      let isLong = sorted.count > Self.maximumNamed
      let told =
        isLong
        ? [(Self.unknownCustomers(sorted, in: file), sorted[0].value)] : sorted.map { (Self.unknownCustomer($0.key), $0.value) }
      for (summary, range) in told {
        let lines = isLong ? "They stand in the lines \(Self.lines(sorted.map(\.value))).\n" : ""
        // What to do is the same for all of them.
        let detail = lines + (isFirst ? Self.advice(policy) : "")
        problems.append(
          Diagnostic(
            policy == .error ? .error : .warning,
            code: "unknown-customer",
            summary: summary,
            detail: detail.isEmpty ? nil : detail,
            range: range
          )
        )
        isFirst = false
      }
    }
  }

  /// Never left out: a customer who is meant is there.
  private mutating func report(_ ambiguous: [CustomerReference: [CustomerID]], of segment: SegmentDeclaration) {
    let places = segment.customers.ranges(where: { ambiguous[$0] != nil }, .inForce, on: day)
    for (reference, range) in places.sorted(by: { $0.value < $1.value }) {
      let customers = (ambiguous[reference] ?? []).map { "customer \($0)" }.joined(separator: ", ")
      problems.append(
        Diagnostic(
          .error,
          code: "ambiguous-customer",
          summary: "several customers have the email address that stands here: \(customers)",
          detail: "Name the one that is meant by `customer:`.",
          range: range
        )
      )
    }
  }

  private static func unknownCustomer(_ reference: CustomerReference) -> String {
    switch reference {
    case .id(let id): "the store does not have a customer with the number \(id)"
    // The address stays in the manifest: the place says which one is meant.
    case .email: "the store does not have a customer with the email address that stands here"
    }
  }

  /// A sentence with their number and the first of them, in the order of their lines.
  private static func unknownCustomers(_ unknown: [(key: CustomerReference, value: SourceRange)], in file: String) -> String {
    let named = unknown.map { reference, range in
      switch reference {
      case .id(let id): "customer \(id) in line \(range.start.line)"
      case .email: "the email address in line \(range.start.line)"
      }
    }
    return "the store does not have \(unknown.count) customers that \(file) names: \(named.listed(first: maximumNamed))"
  }

  /// Every line, with runs of lines as one: `3-302, 410`.
  private static func lines(_ ranges: [SourceRange]) -> String {
    var runs: [ClosedRange<Int>] = []
    for line in ranges.map(\.start.line) {
      if let last = runs.last, line <= last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...max(line, last.upperBound)
      } else {
        runs.append(line...line)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ", ")
  }

  private static func advice(_ policy: UnknownCustomerPolicy) -> String {
    switch policy {
    case .error:
      "Correct or remove what is wrong. To plan without customers that the store does not know, set `on_unknown: warn` or `skip`."
    case .warn, .skip:
      "`on_unknown: \(policy.rawValue)` leaves such customers out. Members that the last apply added for them stay."
    case .remove: "`on_unknown: remove` leaves such customers out. Members that the last apply added for them are removed."
    }
  }

  /// The ids of the segments that are named as live, by name.
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
      detail: "A segment that cannot be read is never taken for an empty one.",
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

  /// - Throws: `UnlistedSegmentError` when a live part was not read; `DiagnosticsError` when one lost all its members.
  func result(
    _ compositions: [SegmentComposition],
    live listings: [String: CustomerNumbers]
  ) throws -> ResolvedConfiguration {
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

  /// What the state is to record of the segment's sources.
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

extension SegmentReference {
  fileprivate var part: SegmentComposition.Part {
    switch target {
    case .declared(let name): .declared(name)
    case .live(let name): .live(name)
    }
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
