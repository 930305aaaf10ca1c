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
  private let options: LoadingOptions
  private var files: [String] = []
  private var segments: [SegmentDeclaration] = []
  private var byName: [String: SegmentDeclaration] = [:]
  private var byID: [SegmentID: SegmentDeclaration] = [:]
  private var diagnostics = DiagnosticList()
  /// The texts of manifests with references, whose problems show only when every segment is known.
  private var sources: [String: SourceText] = [:]

  init(_ options: LoadingOptions) { self.options = options }

  /// Adds a problem that is not about the content of a manifest.
  mutating func add(_ problems: [Diagnostic]) { diagnostics.append(contentsOf: problems) }

  /// Reads a manifest and adds its segments; one that is declared already is a problem at its second place.
  ///
  /// - Parameters:
  ///   - source: The manifest.
  ///   - limits: What a manifest may be made of.
  ///   - readLists: Reads the lists of a segment into it, and tells of their problems.
  mutating func add(
    _ source: SourceText,
    limits: YAMLLimits = .standard,
    readLists: (inout SegmentDeclaration) -> [Diagnostic] = { _ in [] }
  ) {
    var decoder = ManifestDecoder(source, options)
    decoder.read(limits: limits)
    let problems = decoder.problems
    for var segment in decoder.segments {
      add(segment, problems: problems)
      diagnostics.append(contentsOf: readLists(&segment))
      if !(segment.includes.isEmpty && segment.excludes.isEmpty) { sources[source.file] = source }
      segments.append(segment)
    }
    files.append(source.file)
    diagnostics.append(contentsOf: problems.diagnostics)
  }

  /// Whether anything stops the run.
  var hasErrors: Bool { diagnostics.hasErrors }

  /// The whole.
  func result() -> ReadConfiguration {
    var diagnostics = diagnostics
    let (order, findings) = SegmentGraph(segments).order()
    for (file, findings) in Dictionary(grouping: findings, by: \.range.file) {
      let problems = ProblemCollector(sources[file] ?? SourceText(file: file, bytes: []))
      for finding in findings { problems.add(.reference(finding.problem), at: finding.range) }
      diagnostics.append(contentsOf: problems.diagnostics)
    }
    if diagnostics.hasErrors { return ReadConfiguration(configuration: nil, diagnostics: diagnostics) }
    return ReadConfiguration(
      configuration: Configuration(
        segments: segments.sorted { $0.name < $1.name },
        dependencyOrder: order,
        files: files,
        day: options.day
      ),
      diagnostics: diagnostics
    )
  }

  private mutating func add(_ segment: SegmentDeclaration, problems: ProblemCollector) {
    if let first = byName[segment.name.likeness] {
      problems.add(
        .segmentDeclaredTwice(name: segment.name.text, other: first.name.text, first: first.range),
        at: segment.range
      )
    } else {
      byName[segment.name.likeness] = segment
    }
    guard let id = segment.id else { return }
    if let first = byID[id] {
      problems.add(.idDeclaredTwice(id, first: first.range), at: segment.range)
    } else {
      byID[id] = segment
    }
  }
}
