import Diagnostics
import SegmentModel

/// Reads the segments of a manifest from its nodes.
///
/// It continues after a problem, so that it finds all of them.
struct ManifestDecoder {

  private struct Defaults {
    var mode: MembershipMode?
    var limits = DeclaredLimits()
    var unknownCustomers: UnknownCustomerPolicy?
  }

  let problems: ProblemCollector
  private(set) var segments: [SegmentDeclaration] = []
  private let source: SourceText
  private let options: LoadingOptions
  private var variables: Variables

  init(_ source: SourceText, _ options: LoadingOptions) {
    self.source = source
    self.options = options
    variables = Variables(given: options.variables)
    problems = ProblemCollector(source)
  }

  /// Reads a whole file.
  ///
  /// Each document in it is a manifest with its own defaults.
  mutating func read() {
    let tree: YAMLTree
    do throws(YAMLProblem) {
      tree = try YAMLTreeBuilder.tree(of: source)
    } catch {
      problems.add(error)
      return
    }
    let documents = tree.documents.filter { $0.content != .nothing }
    if documents.isEmpty {
      problems.add(.emptyManifest, at: source.range(at: SourcePosition(line: 1, column: 1), columns: 1))
    }
    for document in documents { read(document) }
  }

  private mutating func read(_ document: YAMLNode) {
    guard let fields = MappingFields(document, of: .manifest, problems: problems) else { return }
    if let version = fields.requiredValue("version") { check(version) }
    variables = Variables(given: options.variables)
    if let declared = fields.value("vars") {
      variables.declared = Variables.values(in: declared, key: "vars", problems: problems)
    }
    let defaults = fields.value("defaults").map { readDefaults($0) } ?? Defaults()
    guard let node = fields.requiredValue("segments"), fields.list("segments") != nil else { return }
    let declared = Array(node.children)
    if declared.isEmpty { problems.warn(.noSegments, at: node.range) }
    segments += declared.compactMap { declaration($0, defaults) }
  }

  private func check(_ version: YAMLNode) {
    switch version.content {
    case .scalar where version.isPlain && version.text == "1": break
    case .scalar: problems.add(.unknownVersion(version.excerpt), at: version)
    default: problems.add(.unexpected(.text, version, key: "version"), at: version)
    }
  }

  private func readDefaults(_ node: YAMLNode) -> Defaults {
    guard let fields = MappingFields(node, of: .defaults, key: "defaults", problems: problems) else { return Defaults() }
    return Defaults(
      mode: fields.choice("mode", of: MembershipMode.self),
      limits: fields.limits(),
      unknownCustomers: fields.choice("on_unknown", of: UnknownCustomerPolicy.self)
    )
  }

  private func declaration(_ node: YAMLNode, _ defaults: Defaults) -> SegmentDeclaration? {
    guard let fields = MappingFields(node, of: .segment, problems: problems) else { return nil }
    let name = name(fields)
    let id = fields.segmentID("id")
    let description = fields.text("description", variables.expand)?.text
    let mode = fields.choice("mode", of: MembershipMode.self)
    let presence = presence(fields)
    let limits = fields.limits()
    let allowsEmpty = fields.boolean("allow_empty")
    let unknownCustomers = fields.choice("on_unknown", of: UnknownCustomerPolicy.self)
    let members = members(fields, name: name?.name, presence)
    guard let name else { return nil }
    return SegmentDeclaration(
      name: name.name,
      id: id,
      description: description,
      mode: mode ?? defaults.mode ?? .authoritative,
      presence: presence ?? .present,
      profiles: members.profiles,
      customers: members.customers,
      lists: members.lists,
      includes: members.includes,
      excludes: members.excludes,
      unknownCustomers: unknownCustomers ?? defaults.unknownCustomers ?? .error,
      limits: limits.filled(with: defaults.limits),
      allowsEmpty: allowsEmpty ?? false,
      range: name.range
    )
  }

  private func name(_ fields: MappingFields) -> (name: SegmentName, range: SourceRange)? {
    guard fields.requiredValue("name") != nil, let (text, node) = fields.text("name", variables.expand) else { return nil }
    return problems.segmentName(text, at: node).map { ($0, node.range) }
  }

  /// `nil` for a wrong value: the segment may be meant to be absent, so its members are not required.
  private func presence(_ fields: MappingFields) -> SegmentPresence? {
    if fields.value("ensure") == nil { return .present }
    return fields.choice("ensure", of: SegmentPresence.self)
  }

  private func members(_ fields: MappingFields, name: SegmentName?, _ presence: SegmentPresence?) -> MemberDecoder {
    var decoder = MemberDecoder(file: source.file, day: options.day, variables: variables, problems: problems)
    switch presence {
    case .present:
      decoder.read(fields)
    case .absent:
      for key in ["members", "members_from", "include", "exclude"] {
        guard let list = fields.value(key), list.content != .nothing else { continue }
        problems.warn(.membersOfAbsentSegment(name?.text ?? ""), at: list.range)
      }
    case nil:
      break
    }
    return decoder
  }
}
