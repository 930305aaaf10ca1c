import Diagnostics
import SegmentModel

/// Reads the segments out of a manifest's nodes.
///
/// Goes on after a problem, so that all of them are found.
struct ManifestDecoder {
  /// The manifest version that this program reads.
  static let version = "1"

  private struct Defaults {
    var mode: MembershipMode?
    var limits = DeclaredLimits()
    var unknownCustomers: UnknownCustomerPolicy?
  }

  private(set) var problems: ProblemCollector
  private(set) var segments: [SegmentDeclaration] = []
  private let source: SourceText
  private let options: LoadingOptions
  /// Those of the document that is being read.
  private var variables: Variables

  init(_ source: SourceText, _ options: LoadingOptions) {
    self.source = source
    self.options = options
    variables = Variables(given: options.variables)
    problems = ProblemCollector(source)
  }

  /// Reads a whole file.
  ///
  /// Each of its documents is a manifest with defaults of its own.
  mutating func read(limits: YAMLLimits = .standard) {
    let tree: YAMLTree
    do throws(YAMLProblem) {
      tree = try YAMLTreeBuilder.tree(of: source, limits: limits)
    } catch {
      problems.add(.yaml(error), at: error.position.map { source.range(at: $0, columns: 1) })
      return
    }
    let documents = tree.documents.filter { $0.content != .nothing }
    if documents.isEmpty {
      problems.add(.empty, at: source.range(at: SourcePosition(line: 1, column: 1), columns: 1))
    }
    for document in documents { read(document) }
  }

  private mutating func read(_ document: YAMLNode) {
    guard let fields = MappingFields(document, of: .manifest, problems: &problems) else { return }
    if let version = fields.requiredValue("version", problems: &problems) { check(version) }
    variables = Variables(given: options.variables)
    if let declared = fields.value("vars") {
      variables.declared = VariableDecoding.values(in: declared, key: "vars", problems: &problems)
    }
    let defaults = fields.value("defaults").map { readDefaults($0) } ?? Defaults()
    guard let list = fields.requiredValue("segments", problems: &problems) else { return }
    guard list.content == .sequence else {
      problems.add(.unexpected(.list, list.found, key: "segments"), at: list)
      return
    }
    var isEmpty = true
    for segment in list.children {
      isEmpty = false
      if let declaration = declaration(segment, defaults) { segments.append(declaration) }
    }
    if isEmpty { problems.add(.noSegments, at: list) }
  }

  private mutating func check(_ version: YAMLNode) {
    switch version.content {
    case .scalar where version.isPlain && version.text == Self.version: break
    case .scalar: problems.add(.unknownVersion("\"\(version.text.prefix(80))\""), at: version)
    default: problems.add(.unexpected(.text, version.found, key: "version"), at: version)
    }
  }

  private mutating func readDefaults(_ node: YAMLNode) -> Defaults {
    guard let fields = MappingFields(node, of: .defaults, key: "defaults", problems: &problems) else { return Defaults() }
    return Defaults(
      mode: fields.choice("mode", of: MembershipMode.self, problems: &problems),
      limits: fields.limits(problems: &problems),
      unknownCustomers: fields.choice("on_unknown", of: UnknownCustomerPolicy.self, problems: &problems)
    )
  }

  private mutating func declaration(_ node: YAMLNode, _ defaults: Defaults) -> SegmentDeclaration? {
    guard let fields = MappingFields(node, of: .segment, problems: &problems) else { return nil }
    let name = name(fields)
    let id = fields.segmentID("id", problems: &problems)
    let description = fields.expandedText("description", variables, problems: &problems)?.text
    let mode = fields.choice("mode", of: MembershipMode.self, problems: &problems)
    let presence = presence(fields)
    let limits = fields.limits(problems: &problems)
    let allowsEmpty = fields.boolean("allow_empty", problems: &problems)
    let unknownCustomers = fields.choice("on_unknown", of: UnknownCustomerPolicy.self, problems: &problems)
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

  private mutating func name(_ fields: MappingFields) -> (name: SegmentName, range: SourceRange)? {
    guard let value = fields.requiredValue("name", problems: &problems),
      let (text, node) = fields.text(of: value, key: "name", problems: &problems),
      let text = MappingFields.expand(text, at: node, variables, problems: &problems)
    else { return nil }
    do throws(SegmentNameError) {
      return (try SegmentName(text), node.range)
    } catch {
      problems.add(.badSegmentName(error), at: node)
      return nil
    }
  }

  /// `nil` when the segment says something that is neither, so that nobody asks for the members of a segment that may be meant to go.
  private mutating func presence(_ fields: MappingFields) -> SegmentPresence? {
    if fields.value("ensure") == nil { return .present }
    return fields.choice("ensure", of: SegmentPresence.self, problems: &problems)
  }

  /// The members of a segment that is to be there.
  private mutating func members(_ fields: MappingFields, name: SegmentName?, _ presence: SegmentPresence?) -> MemberDecoder {
    var decoder = MemberDecoder(file: source.file, day: options.day, variables: variables)
    switch presence {
    case .present:
      decoder.read(fields, problems: &problems)
    case .absent:
      for key in ["members", "members_from", "include", "exclude"] {
        guard let list = fields.value(key), list.content != .nothing else { continue }
        problems.add(.membersOfAbsentSegment(name?.text ?? ""), at: list)
      }
    case nil:
      break
    }
    return decoder
  }
}
