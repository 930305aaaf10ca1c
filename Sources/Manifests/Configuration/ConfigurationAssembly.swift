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
  private var sets: [MemberGroup] = []
  private var byName: [String: MemberGroup] = [:]
  private var byID: [SegmentID: SegmentDeclaration] = [:]
  private var diagnostics = DiagnosticList()
  /// The manifests with references or sets.
  ///
  /// Their problems show only when every segment and set is known.
  private var sources: [String: SourceText] = [:]

  init(_ options: LoadingOptions) { self.options = options }

  /// Adds a problem that is not about the content of a manifest.
  mutating func add(_ problems: [Diagnostic]) { diagnostics.append(contentsOf: problems) }

  /// Reads a manifest and adds its segments and sets.
  ///
  /// A name that is already declared is a problem at its second place.
  mutating func add(_ source: SourceText, readLists: (inout MemberGroup) -> [Diagnostic] = { _ in [] }) {
    var decoder = ManifestDecoder(source, options)
    decoder.read()
    let problems = decoder.problems
    for var segment in decoder.segments {
      add(segment, problems: problems)
      diagnostics.append(contentsOf: readLists(&segment.group))
      if !segment.group.references.isEmpty { sources[source.file] = source }
      segments.append(segment)
    }
    for var set in decoder.sets {
      addName(of: set, problems)
      diagnostics.append(contentsOf: readLists(&set))
      sources[source.file] = source
      sets.append(set)
    }
    files.append(source.file)
    diagnostics.append(contentsOf: problems.diagnostics)
  }

  var hasErrors: Bool { diagnostics.hasErrors }

  func result() -> ReadConfiguration {
    var diagnostics = diagnostics
    let graph = SegmentGraph(segments, sets)
    let (groups, findings) = graph.order()
    for (file, findings) in Dictionary(grouping: findings + graph.unusedSets(), by: \.range.file) {
      let problems = ProblemCollector(sources[file] ?? SourceText(file: file, bytes: []))
      for (problem, range, isError) in findings {
        if isError { problems.add(problem, at: range) } else { problems.warn(problem, at: range) }
      }
      diagnostics.append(contentsOf: problems.diagnostics)
    }
    if diagnostics.hasErrors { return ReadConfiguration(configuration: nil, diagnostics: diagnostics) }
    return ReadConfiguration(
      configuration: Configuration(
        segments: segments.sorted { $0.name < $1.name },
        groups: groups,
        files: files,
        day: options.day
      ),
      diagnostics: diagnostics
    )
  }

  private mutating func add(_ segment: SegmentDeclaration, problems: ProblemCollector) {
    addName(of: segment.group, problems)
    guard let id = segment.id else { return }
    if let first = byID[id] {
      problems.add(.idDeclaredTwice(id, first: first.range), at: segment.range)
    } else {
      byID[id] = segment
    }
  }

  private mutating func addName(of group: MemberGroup, _ problems: ProblemCollector) {
    if let first = byName[group.name.likeness] {
      let (name, other) = (group.name.text, first.name.text)
      problems.add(.segmentDeclaredTwice(group.kind, name: name, other: other, first: first.range), at: group.range)
    } else {
      byName[group.name.likeness] = group
    }
  }
}
