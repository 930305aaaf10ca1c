package import Diagnostics
package import SegmentModel

/// What a configuration depends on besides its manifests.
package struct LoadingOptions: Sendable {
  /// The day, in UTC, for which members are read.
  package let day: CalendarDay
  /// Values of variables, which win over those in manifests.
  package let variables: [String: String]
  /// Files with values of variables.
  ///
  /// They do not count as manifests of a folder.
  package let variableFiles: [String]
  /// Whether lists may be outside the configuration's root.
  package let allowsOutside: Bool

  package init(day: CalendarDay, variables: [String: String] = [:], variableFiles: [String] = [], allowsOutside: Bool = false) {
    self.day = day
    self.variables = variables
    self.variableFiles = variableFiles
    self.allowsOutside = allowsOutside
  }
}

/// The result of reading manifests.
package struct ReadConfiguration: Sendable {
  /// `nil` after any error, so that nothing is planned from a part of the manifests.
  package let configuration: Configuration?
  package let diagnostics: DiagnosticList
}

/// Combines the manifests of a run into one configuration.
struct ConfigurationAssembly {
  private let options: LoadingOptions
  private var files: [String] = []
  private var segments: [SegmentDeclaration] = []
  private var byName: [String: SegmentDeclaration] = [:]
  private var byID: [SegmentID: SegmentDeclaration] = [:]
  private var diagnostics = DiagnosticList()
  /// The manifests with references.
  ///
  /// Problems of references show only when every segment is known.
  private var sources: [String: SourceText] = [:]

  init(_ options: LoadingOptions) { self.options = options }

  /// Adds a problem that is not about the content of a manifest.
  mutating func add(_ problems: [Diagnostic]) { diagnostics.append(contentsOf: problems) }

  /// Reads a manifest and adds its segments.
  ///
  /// A segment that is already declared is a problem at its second place.
  mutating func add(_ source: SourceText, readLists: (inout SegmentDeclaration) -> [Diagnostic] = { _ in [] }) {
    var decoder = ManifestDecoder(source, options)
    decoder.read()
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

  var hasErrors: Bool { diagnostics.hasErrors }

  func result() -> ReadConfiguration {
    var diagnostics = diagnostics
    let (order, findings) = SegmentGraph(segments).order()
    for (file, findings) in Dictionary(grouping: findings, by: \.range.file) {
      let problems = ProblemCollector(sources[file] ?? SourceText(file: file, bytes: []))
      for finding in findings { problems.add(finding.problem, at: finding.range) }
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
      problems.add(.segmentDeclaredTwice(name: segment.name.text, other: first.name.text, first: first.range), at: segment.range)
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
