import Diagnostics
import SegmentModel

/// Reads the segments and sets of a manifest from its nodes.
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
  private(set) var sets: [MemberGroup] = []
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
    sets += fields.entries("sets").compactMap { node in
      MappingFields(node, of: .set, problems: problems).flatMap { group(.set, $0, defaults, .present) }
    }
    if !fields.seemsToHave("sets") { _ = fields.requiredValue("segments") }
    let declared = fields.entries("segments")
    if let node = fields.value("segments"), node.content == .sequence, declared.isEmpty, !fields.has("sets") {
      problems.warn(.noSegments, at: node.range)
    }
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
    let id = fields.segmentID("id")
    let description = fields.text("description", variables.expand)?.text
    let mode = fields.choice("mode", of: MembershipMode.self)
    let presence = presence(fields)
    let limits = fields.limits()
    let allowsEmpty = fields.boolean("allow_empty")
    if presence == .present, let expires = fields.value("expires"), allowsEmpty == false || !fields.has("allow_empty") {
      problems.add(.expiresWithoutAllowEmpty, at: expires)
    }
    guard let group = group(.segment, fields, defaults, presence) else { return nil }
    return SegmentDeclaration(
      group: group,
      id: id,
      description: description,
      mode: mode ?? defaults.mode ?? .authoritative,
      presence: presence ?? .present,
      limits: limits.filled(with: defaults.limits),
      allowsEmpty: allowsEmpty ?? false
    )
  }

  private func group(
    _ kind: MemberGroup.Kind,
    _ fields: MappingFields,
    _ defaults: Defaults,
    _ presence: SegmentPresence?
  ) -> MemberGroup? {
    let name = name(fields)
    let members = members(fields, name: name?.name, presence)
    let unknownCustomers = fields.choice("on_unknown", of: UnknownCustomerPolicy.self)
    guard let name else { return nil }
    return MemberGroup(
      kind: kind,
      name: name.name,
      listed: members.listed.names,
      excluded: members.excluded.names,
      includes: members.includes,
      excludes: members.excludes,
      unknownCustomers: unknownCustomers ?? defaults.unknownCustomers ?? .error,
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
    let validity = presence == .present ? fields.validity(on: options.day) : nil
    let context = NameDecoder(file: source.file, day: options.day, variables: variables, problems: problems)
    var decoder = MemberDecoder(context, validity ?? .unlimited)
    switch presence {
    case .present:
      decoder.read(fields)
    case .absent:
      for key in ["members", "members_from", "include", "exclude", "starts", "expires"] {
        guard let value = fields.value(key), value.content != .nothing else { continue }
        problems.warn(.membersOfAbsentSegment(name?.text ?? "", areDates: value.content == .scalar), at: value.range)
      }
    case nil:
      break
    }
    return decoder
  }
}
