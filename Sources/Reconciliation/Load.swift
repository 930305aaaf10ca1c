package import Diagnostics
package import Manifests
package import Planning
package import SegmentModel

/// The configuration of a run, read and checked.
package struct LoadedConfiguration: Sendable {
  /// Every declared segment.
  package let desired: [DesiredSegment]
  /// How many manifests were read.
  package let manifestCount: Int
  /// Warnings of the reading, by place.
  package let warnings: [Diagnostic]
  private let declarations: [SegmentName: SegmentDeclaration]

  /// Reads the manifests at these paths.
  ///
  /// - Throws: `DiagnosticsError` with every problem of every manifest.
  package init(paths: [String]) throws(DiagnosticsError) {
    let read = ConfigurationLoader.load(paths: paths)
    guard let configuration = read.configuration else { throw DiagnosticsError(diagnostics: read.diagnostics.sorted) }
    self.init(configuration, warnings: read.diagnostics.sorted)
  }

  package init(_ configuration: Configuration, warnings: [Diagnostic] = []) {
    desired = configuration.segments.map(DesiredSegment.init)
    declarations = Dictionary(configuration.segments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    manifestCount = configuration.files.count
    self.warnings = warnings
  }

  /// Where the manifests declare the segments.
  package var places: [SegmentName: SourceRange] {
    Dictionary(
      desired.compactMap { segment in segment.declaredAt.map { (segment.name, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Where a manifest declares these members of this segment; those that none declares are left out.
  ///
  /// One pass over the segment's members, so ask for all at once.
  package func places(of members: MemberSet, in segment: SegmentName) -> [ShopperProfileID: SourceRange] {
    declarations[segment]?.places.ranges(of: members) ?? [:]
  }

  /// The segments that a run is about: those with these names, or all when no name is given.
  ///
  /// - Throws: `DiagnosticsError` with every name that no manifest declares.
  package func targets(_ names: [String]) throws(DiagnosticsError) -> Set<SegmentName> {
    let declared = desired.map(\.name)
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

extension DesiredSegment {
  fileprivate init(_ declaration: SegmentDeclaration) {
    self.init(
      name: declaration.name,
      pinnedID: declaration.id,
      description: declaration.description,
      mode: declaration.mode,
      presence: declaration.presence,
      members: declaration.members,
      maximumRemovals: declaration.removalLimit,
      allowsEmpty: declaration.allowsEmpty,
      declaredAt: declaration.range
    )
  }
}
