package import Diagnostics
package import Manifests
package import Planning
package import SegmentModel

/// The configuration of a run, read and checked.
///
/// Its customers are not looked up yet.
package struct LoadedConfiguration: Sendable {
  package let configuration: Configuration
  /// Warnings from reading the manifests, by place.
  package let warnings: [Diagnostic]
  private let declarations: [SegmentName: SegmentDeclaration]
  private let groups: [SegmentName: MemberGroup]

  /// Reads the manifests at these paths.
  ///
  /// - Throws: `DiagnosticsError` with every problem of every manifest.
  package init(paths: [String], _ options: LoadingOptions) throws(DiagnosticsError) {
    let read = ConfigurationLoader.load(paths: paths, options)
    guard let configuration = read.configuration else { throw DiagnosticsError(diagnostics: read.diagnostics.sorted) }
    self.init(configuration, warnings: read.diagnostics.sorted)
  }

  package init(_ configuration: Configuration, warnings: [Diagnostic] = []) {
    self.configuration = configuration
    self.warnings = warnings
    declarations = configuration.segments.keyed(by: \.name)
    groups = configuration.groups.keyed(by: \.name)
  }

  package var manifestCount: Int { configuration.files.count }

  package var places: [SegmentName: SourceRange] { declarations.mapValues(\.range) }

  package var limits: [SegmentName: SegmentLimits] {
    declarations.mapValues { SegmentLimits($0.limits, allowsEmpty: $0.allowsEmpty) }
  }

  /// The next day on which a declaration of these segments, or of segments and sets that they use, starts or expires; `nil` if no date
  /// lies ahead.
  func nextDate(changing segments: Set<SegmentName>) -> CalendarDay? {
    groups(from: segments, through: \.references).compactMap { $0.nextDate(after: configuration.day) }.min()
  }

  func declaration(of name: SegmentName) -> SegmentDeclaration? { declarations[name] }

  func group(of name: SegmentName) -> MemberGroup? { groups[name] }

  /// These segments and sets, and those that they use through such references, directly or through others; each once.
  func groups(from names: some Sequence<SegmentName>, through references: (MemberGroup) -> [SegmentReference]) -> [MemberGroup] {
    var found: [MemberGroup] = []
    var known: Set<SegmentName> = []
    var open = Array(names)
    while let next = open.popLast() {
      guard known.insert(next).inserted, let group = groups[next] else { continue }
      found.append(group)
      for case .declared(let name) in references(group).map(\.target) { open.append(name) }
    }
    return found
  }

  /// The segments, and the sets that they use on days of these phases.
  func usedGroups(in phases: [Validity.Phase]) -> [MemberGroup] {
    groups(from: declarations.keys) { group in group.references.filter { phases.contains(phase(of: $0)) } }
  }

  /// A segment and the sets whose members are its members by references in these phases.
  ///
  /// A set has no record in the state. The record of a segment covers them.
  func withSets(of segment: SegmentName, in phases: [Validity.Phase]) -> [MemberGroup] {
    groups(from: [segment]) { $0.includes.filter { isSet($0.target) && phases.contains(phase(of: $0)) } }
  }

  /// A segment and all sets that it includes or excludes, now or on other days.
  func withAllSets(of segment: SegmentName) -> [MemberGroup] {
    groups(from: [segment]) { $0.references.filter { isSet($0.target) } }
  }

  func phase(of reference: SegmentReference) -> Validity.Phase { reference.validity.phase(on: configuration.day) }

  private func isSet(_ part: SegmentPart) -> Bool {
    if case .declared(let name) = part { groups[name]?.kind == .set } else { false }
  }

  /// The customers that declarations in these phases name, with repetitions: an address may be written in several ways.
  func customers(in phases: [Validity.Phase]) -> [CustomerReference] {
    usedGroups(in: [.inForce, .expired]).flatMap(\.named).flatMap { members in
      phases.flatMap { members.customers.subjects($0, on: configuration.day) }
    }
  }

  /// The first place that names a customer; `nil` if no manifest names them.
  func place(of reference: CustomerReference) -> SourceRange? {
    for members in configuration.groups.flatMap(\.named) {
      for phase in [Validity.Phase.inForce, .expired] {
        let ranges = members.customers.ranges(where: { $0 == reference }, phase, on: configuration.day)
        if let range = ranges[reference] { return range }
      }
    }
    return nil
  }

  /// The segments with these names; all segments if no name is given.
  ///
  /// - Throws: `DiagnosticsError` with every name that no manifest declares.
  package func targets(_ names: [String]) throws(DiagnosticsError) -> Set<SegmentName> {
    let declared = configuration.segments.map(\.name)
    if names.isEmpty { return Set(declared) }
    var problems = DiagnosticList()
    var targets: Set<SegmentName> = []
    for name in names {
      if let target = declared.first(where: { $0.text == name }) {
        targets.insert(target)
      } else {
        problems.append(Self.unknownTarget(name, declared: declared))
      }
    }
    try problems.throwIfErrors()
    return targets
  }

  private static func unknownTarget(_ name: String, declared: [SegmentName]) -> Diagnostic {
    Diagnostic(
      .error,
      code: "unknown-target",
      summary: "no manifest declares a segment named \"\(name)\"",
      detail: "--target takes the name of a declared segment, spelled as in the manifest.",
      suggestion: Suggestion.nearest(to: name, among: declared.map(\.text))
    )
  }
}
