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
  }

  package var manifestCount: Int { configuration.files.count }

  package var places: [SegmentName: SourceRange] { declarations.mapValues(\.range) }

  package var limits: [SegmentName: SegmentLimits] {
    declarations.mapValues { SegmentLimits($0.limits, allowsEmpty: $0.allowsEmpty) }
  }

  /// The next day on which a declaration of these segments, or of segments that they use, starts or expires; `nil` if no date lies ahead.
  func nextDate(changing segments: Set<SegmentName>) -> CalendarDay? {
    var known = segments
    var open = Array(segments)
    var dates: [CalendarDay] = []
    while let name = open.popLast() {
      guard let declaration = declaration(of: name) else { continue }
      let day = configuration.day
      dates += [declaration.profiles.nextDate(after: day), declaration.customers.nextDate(after: day)].compactMap(\.self)
      for case .declared(let part) in (declaration.includes + declaration.excludes).map(\.target)
      where known.insert(part).inserted {
        open.append(part)
      }
    }
    return dates.min()
  }

  func declaration(of name: SegmentName) -> SegmentDeclaration? { declarations[name] }

  /// The customers that declarations in these phases name, with repetitions: an address may be written in several ways.
  func customers(in phases: [Validity.Phase]) -> [CustomerReference] {
    configuration.segments.flatMap { segment in
      phases.flatMap { segment.customers.subjects($0, on: configuration.day) }
    }
  }

  /// The first place that names a customer; `nil` if no manifest names them.
  func place(of reference: CustomerReference) -> SourceRange? {
    let day = configuration.day
    for segment in configuration.segments {
      for phase in [Validity.Phase.inForce, .expired] {
        if let range = segment.customers.ranges(where: { $0 == reference }, phase, on: day)[reference] { return range }
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
