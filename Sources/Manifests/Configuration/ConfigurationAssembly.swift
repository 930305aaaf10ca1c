package import Diagnostics
import SegmentModel

/// What reading manifests gave.
package struct ReadConfiguration: Sendable {
  /// `nil` when anything was wrong: nothing is planned from manifests that are understood in part.
  package let configuration: Configuration?
  /// Every problem of every manifest, warnings among them.
  package let diagnostics: DiagnosticList
}

/// Puts the manifests of a run together into one configuration.
struct ConfigurationAssembly {
  private var files: [String] = []
  private var segments: [SegmentDeclaration] = []
  private var byName: [String: SegmentDeclaration] = [:]
  private var byID: [SegmentID: SegmentDeclaration] = [:]
  private var diagnostics = DiagnosticList()

  /// Adds a problem that is not about the content of a manifest.
  mutating func add(_ problems: [Diagnostic]) { diagnostics.append(contentsOf: problems) }

  /// Reads a manifest and adds its segments; one that is declared already is a problem at its second place.
  mutating func add(_ source: SourceText, limits: YAMLLimits = .standard) {
    var decoder = ManifestDecoder(source)
    decoder.read(limits: limits)
    var problems = decoder.problems
    for segment in decoder.segments { add(segment, problems: &problems) }
    files.append(source.file)
    segments += decoder.segments
    diagnostics.append(contentsOf: problems.diagnostics)
  }

  /// Whether anything stops the run.
  var hasErrors: Bool { diagnostics.hasErrors }

  /// The whole.
  func result() -> ReadConfiguration {
    if diagnostics.hasErrors { return ReadConfiguration(configuration: nil, diagnostics: diagnostics) }
    return ReadConfiguration(
      configuration: Configuration(segments: segments.sorted { $0.name < $1.name }, files: files),
      diagnostics: diagnostics
    )
  }

  private mutating func add(_ segment: SegmentDeclaration, problems: inout ProblemCollector) {
    if let first = byName[segment.name.caseFolded] {
      problems.add(
        .segmentDeclaredTwice(name: segment.name.text, other: first.name.text, first: first.range),
        at: segment.range
      )
    } else {
      byName[segment.name.caseFolded] = segment
    }
    guard let id = segment.id else { return }
    if let first = byID[id] {
      problems.add(.idDeclaredTwice(id, first: first.range), at: segment.range)
    } else {
      byID[id] = segment
    }
  }
}
