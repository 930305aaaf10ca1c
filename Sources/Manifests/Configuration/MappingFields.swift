import Diagnostics
import SegmentModel

/// The fields of a mapping whose keys are known, with merge keys followed.
///
/// Unknown and repeated keys are problems.
struct MappingFields {
  /// The YAML 1.1 merge key.
  ///
  /// It adds the fields of one or more mappings that the mapping does not have itself.
  private static let mergeKey = "<<"

  let node: YAMLNode
  let problems: ProblemCollector
  private let place: ManifestPlace
  private var fields: [String: (key: YAMLNode, value: YAMLNode)] = [:]
  /// Known keys that unknown keys of the mapping resemble.
  private var misspelled: Set<String> = []

  /// Reports a problem and is `nil` when the node is not a mapping.
  init?(_ node: YAMLNode, of place: ManifestPlace, key: String? = nil, problems: ProblemCollector) {
    guard node.content == .mapping else {
      problems.add(.unexpected(.mapping, node, key: key), at: node)
      return nil
    }
    self.node = node
    self.problems = problems
    self.place = place
    read(node)
  }

  func value(_ key: String) -> YAMLNode? { fields[key]?.value }

  func has(_ key: String) -> Bool { fields[key] != nil }

  /// Reports each key that this place does not have, of a mapping that was read with the keys of several places.
  func requireKeys(of place: ManifestPlace) {
    let foreign = fields.filter { self.place.allows($0.key) && !place.allows($0.key) }
    for (key, _) in foreign.values { problems.add(.unknownKey(key.excerpt, in: place), at: key) }
  }

  /// Whether the mapping has the key, perhaps misspelled.
  func seemsToHave(_ key: String) -> Bool { has(key) || misspelled.contains(key) }

  /// The one of these keys that the mapping has; `nil` with a problem if it does not have exactly one.
  func onlyKey(of keys: [String]) -> String? {
    let given = keys.filter(has)
    if given.count == 1 { return given[0] }
    // A misspelled key is a problem already.
    if !keys.contains(where: { seemsToHave($0) && !has($0) }) { problems.add(.needsOne(of: keys, given.count), at: node) }
    return nil
  }

  /// The value of a key that must be there.
  ///
  /// A misspelled key is a problem already.
  func requiredValue(_ key: String) -> YAMLNode? {
    if let value = value(key) { return value }
    if !misspelled.contains(key) { problems.add(.missingKey(key, in: place), at: node) }
    return nil
  }

  private mutating func read(_ mapping: YAMLNode) {
    var own: [String: (key: YAMLNode, value: YAMLNode)] = [:]
    var merged: [YAMLNode] = []
    for (key, value) in mapping.fields {
      guard key.content == .scalar else {
        problems.add(.unexpected(.key, key, key: nil), at: key)
        continue
      }
      let name = key.text
      if name == Self.mergeKey && key.isPlain {
        merged.append(value)
      } else if let first = own[name] {
        problems.add(.duplicateKey(key.excerpt, first: first.key.position), at: key)
      } else {
        own[name] = (key, value)
        if !place.allows(name) {
          problems.add(.unknownKey(key.excerpt, in: place), at: key)
          if let meant = Suggestion.nearest(to: name, among: place.names) { misspelled.insert(meant) }
        }
      }
    }
    // The mapping's own fields win over merged ones, and an earlier merged mapping wins over a later one.
    fields.merge(own) { nearer, _ in nearer }
    for value in merged { merge(value) }
  }

  private mutating func merge(_ value: YAMLNode) {
    for mapping in value.content == .sequence ? Array(value.children) : [value] {
      if mapping.content == .mapping {
        read(mapping)
      } else {
        problems.add(.unexpected(.mapping, mapping, key: Self.mergeKey), at: mapping)
      }
    }
  }
}

// MARK: Values, each `nil` without the key and for a wrong value, which is a problem

extension MappingFields {
  /// The entries of a list; none without the list.
  func entries(_ key: String) -> [YAMLNode] { list(key).map { Array($0.children) } ?? [] }

  func list(_ key: String) -> YAMLNode? {
    guard let node = value(key) else { return nil }
    if node.content == .sequence { return node }
    problems.add(.unexpected(.list, node, key: key), at: node)
    return nil
  }

  /// A text.
  ///
  /// Numbers and dates are texts too, because a segment may be named 2024.
  func text(_ key: String) -> YAMLNode? {
    guard let node = value(key) else { return nil }
    if node.content == .scalar { return node }
    problems.add(.unexpected(.text, node, key: key), at: node)
    return nil
  }

  /// A text or a path with the values of its variables.
  func text(_ key: String, _ expand: (String) throws(ManifestProblem) -> String) -> (text: String, node: YAMLNode)? {
    guard let node = text(key) else { return nil }
    return problems.value(at: node) { () throws(ManifestProblem) in (try expand(node.text), node) }
  }

  /// `true` or `false` without quotes, as in YAML 1.2.
  func boolean(_ key: String) -> Bool? {
    guard let node = value(key) else { return nil }
    if node.content == .scalar && node.isPlain {
      switch node.text {
      case "true", "True", "TRUE": return true
      case "false", "False", "FALSE": return false
      default: break
      }
    }
    problems.add(.unexpected(.boolean, node, key: key), at: node)
    return nil
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice? {
    parsed(key, else: { .badChoice($0, key: key, allowed: Choice.allCases.map(\.rawValue)) }, by: Choice.init(rawValue:))
  }

  func delimiter(_ key: String) -> CSVDelimiter? {
    parsed(key, else: { .badChoice($0, key: key, allowed: CSVDelimiter.allCases.map(\.rawValue)) }, by: CSVDelimiter.init(text:))
  }

  func segmentID(_ key: String) -> SegmentID? {
    guard let node = text(key) else { return nil }
    if let bits = node.identifier { return SegmentID(bits: bits) }
    problems.add(.badSegmentID(node.excerpt), of: node.text, called: "the segment id", at: node)
    return nil
  }

  func limits() -> DeclaredLimits {
    guard let guardrails = value("guardrails"),
      let fields = MappingFields(guardrails, of: .guardrails, key: "guardrails", problems: problems)
    else { return DeclaredLimits() }
    return DeclaredLimits(
      removals: fields.changeLimit("max_removals", maximumPercent: 100),
      additions: fields.changeLimit("max_additions", maximumPercent: ChangeLimit.maximumAdditionPercent),
      members: fields.count("max_members")
    )
  }

  private func changeLimit(_ key: String, maximumPercent: Int) -> ChangeLimit? {
    parsed(key, else: { .badChangeLimit($0, key: key) }) { ChangeLimit($0, maximumPercent: maximumPercent) }
  }

  /// A number of members, without quotes.
  func count(_ key: String) -> Int? {
    parsed(key, else: { .badCount($0, key: key) }) { value(key)?.isPlain == true ? Int(digits: $0.utf8) : nil }
  }

  /// `starts:` and `expires:` within the days of the segment or set; unlimited without all of them.
  ///
  /// Warns about a declaration that has expired or never counts.
  func validity(on today: CalendarDay, within outer: Validity = .unlimited) -> Validity? {
    let (starts, expires) = (day("starts"), day("expires"))
    if starts == nil && has("starts") || expires == nil && has("expires") { return nil }
    guard let own = Validity(starts: starts, expires: expires) else {
      problems.add(.neverValid, at: value("expires") ?? node)
      return nil
    }
    let limited = own.limited(to: outer)
    let range = (value("expires") ?? value("starts") ?? node).range
    if let expires, own.phase(on: today) == .expired {
      problems.warn(.expired(expires, in: place), at: range)
    } else if !limited.isPossible {
      problems.warn(.neverCounts, at: range)
    }
    return limited
  }

  private func day(_ key: String) -> CalendarDay? { parsed(key, else: { .badDay($0, key: key) }, by: { CalendarDay($0) }) }

  private func parsed<Value>(
    _ key: String,
    else problem: (_ text: String) -> ManifestProblem,
    by parse: (String) -> Value?
  ) -> Value? {
    guard let node = text(key) else { return nil }
    if let value = parse(node.text) { return value }
    problems.add(problem(node.excerpt), at: node)
    return nil
  }
}

extension YAMLNode {
  /// The beginning of the text, for messages.
  var excerpt: String { String(text.prefix(80)) }
}
