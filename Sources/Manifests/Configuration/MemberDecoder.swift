import Diagnostics
import SegmentModel

/// Reads the members of one segment or set.
struct MemberDecoder {
  private(set) var listed: NameDecoder
  private(set) var excluded: NameDecoder
  private(set) var includes: [SegmentReference] = []
  private(set) var excludes: [SegmentReference] = []
  private var problems: ProblemCollector { listed.problems }

  /// `validity` has the days of the segment or set.
  init(_ names: NameDecoder, _ validity: Validity) {
    (listed, excluded) = (names, names)
    listed.validity = validity
  }

  /// Reads all keys that declare members.
  ///
  /// A missing or empty list is a problem: `[]` declares a segment without members.
  mutating func read(_ fields: MappingFields) {
    if !fields.seemsToHave("members_from") && !fields.seemsToHave("include") { _ = fields.requiredValue("members") }
    for member in fields.entries("members") { listed.read(member) }
    listed.warnAboutRepetitions()
    for entry in fields.entries("members_from") {
      if let list = MappingFields(entry, of: .membersFrom, problems: problems) { listed.readList(list) }
    }
    includes = unique(fields.entries("include").compactMap { reference($0, listed.validity) })
    excludes = unique(fields.entries("exclude").compactMap { exclusion($0) })
    excluded.warnAboutRepetitions()
  }

  /// The references without those that repeat an earlier one with its dates.
  private func unique(_ references: [SegmentReference]) -> [SegmentReference] {
    var known: [SegmentPart: Set<Validity>] = [:]
    return references.filter { reference in
      let isNew = known[reference.target, default: []].insert(reference.validity).inserted
      if !isNew { problems.warn(.duplicateReference(reference.target.name), at: reference.range) }
      return isNew
    }
  }

  /// Reads an entry of `exclude`; `nil` if it names members itself, or for a problem.
  private mutating func exclusion(_ entry: YAMLNode) -> SegmentReference? {
    guard entry.content == .mapping else { return reference(entry, .unlimited) }
    guard let fields = MappingFields(entry, of: .exclusion, problems: problems) else { return nil }
    let meant = ManifestPlace.exclusions.filter { $0.names.contains(where: fields.seemsToHave) }
    guard let place = meant.first?.place, meant.count == 1 else {
      problems.add(.needsOne(of: ManifestPlace.exclusions.flatMap(\.names), meant.count), at: entry)
      return nil
    }
    fields.requireKeys(of: place)
    switch place {
    case .member: excluded.readMember(fields)
    case .membersFrom: excluded.readList(fields)
    default: return reference(fields, .unlimited)
    }
    return nil
  }

  private func reference(_ node: YAMLNode, _ outer: Validity) -> SegmentReference? {
    switch node.content {
    case .scalar:
      return problems.value(at: node) { () throws(ManifestProblem) in try listed.variables.expand(node.text) }
        .flatMap { problems.segmentName($0, at: node) }
        .map { SegmentReference(target: .declared($0), validity: outer, range: node.range) }
    case .mapping:
      return MappingFields(node, of: .operand, problems: problems).flatMap { reference($0, outer) }
    case .sequence, .nothing:
      problems.add(.unexpected(.reference, node, key: nil), at: node)
      return nil
    }
  }

  private func reference(_ fields: MappingFields, _ outer: Validity) -> SegmentReference? {
    let key = fields.onlyKey(of: ["segment", "set", "live"])
    let validity = fields.validity(on: listed.day, within: outer) ?? outer
    let allowsEmpty = fields.boolean("allow_empty")
    guard let key, let (text, node) = fields.text(key, listed.variables.expand) else { return nil }
    if key == "live" {
      return liveTarget(text, at: node).map {
        SegmentReference(target: $0, validity: validity, allowsEmpty: allowsEmpty ?? false, range: node.range)
      }
    }
    if let value = fields.value("allow_empty") { problems.add(.emptyOnlyLive, at: value) }
    return problems.segmentName(text, at: node).map {
      SegmentReference(target: .declared($0), kind: MemberGroup.Kind(rawValue: key), validity: validity, range: node.range)
    }
  }

  /// The name of a live segment may have blanks at its ends, but no characters that nobody can see in the manifest.
  private func liveTarget(_ text: String, at node: YAMLNode) -> SegmentPart? {
    if let hidden = HiddenCharacters.first(in: text, allowsSpaces: true) {
      problems.add(.badSegmentName(.hiddenCharacter(hidden)), at: node)
      return nil
    }
    if text.isEmpty {
      problems.add(.badSegmentName(.blank), at: node)
      return nil
    }
    return .live(text)
  }
}
