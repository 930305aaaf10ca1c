import Diagnostics

/// The fields of a mapping whose keys are known, merge keys followed.
///
/// Unknown and repeated keys are problems.
struct MappingFields {
  /// The YAML 1.1 merge key: brings in the fields of another mapping, or of several, that the mapping does not have itself.
  private static let mergeKey = "<<"

  let node: YAMLNode
  let problems: ProblemCollector
  private let place: ManifestPlace
  private var fields: [String: (key: YAMLNode, value: YAMLNode)] = [:]
  /// Known keys that unknown ones in the mapping look like.
  private var misspelled: Set<String> = []

  /// `nil` when the node is no mapping, which is a problem.
  init?(_ node: YAMLNode, of place: ManifestPlace, key: String? = nil, problems: ProblemCollector) {
    guard node.content == .mapping else {
      problems.add(.unexpected(.mapping, node.found, key: key), at: node)
      return nil
    }
    self.node = node
    self.problems = problems
    self.place = place
    read(node)
  }

  func value(_ key: String) -> YAMLNode? { fields[key]?.value }

  func has(_ key: String) -> Bool { fields[key] != nil }

  /// Whether the mapping has the key, or one that looks like it was meant to be it.
  func seemsToHave(_ key: String) -> Bool { has(key) || misspelled.contains(key) }

  /// The value of a key that must be there; without it there is a problem, unless it is there misspelled, which is one already.
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
        problems.add(.unexpected(.key, key.found, key: nil), at: key)
        continue
      }
      let name = key.text
      if name == Self.mergeKey && key.isPlain {
        merged.append(value)
      } else if let first = own[name] {
        problems.add(.duplicateKey(String(name.prefix(80)), first: first.key.position), at: key)
      } else {
        own[name] = (key, value)
        if !place.allows(name) {
          problems.add(.unknownKey(String(name.prefix(80)), in: place), at: key)
          if let meant = Suggestion.nearest(to: name, among: place.names) { misspelled.insert(meant) }
        }
      }
    }
    // What is nearer wins: a mapping's own fields over merged ones, an earlier merged mapping over a later one.
    fields.merge(own) { nearer, _ in nearer }
    for value in merged { merge(value) }
  }

  private mutating func merge(_ value: YAMLNode) {
    for mapping in value.content == .sequence ? Array(value.children) : [value] {
      if mapping.content == .mapping {
        read(mapping)
      } else {
        problems.add(.unexpected(.mapping, mapping.found, key: Self.mergeKey), at: mapping)
      }
    }
  }
}

extension YAMLNode {
  var found: ManifestProblem.Found {
    switch content {
    case .mapping: .mapping
    case .sequence: .list
    case .nothing: .nothing
    case .scalar: .scalar(String(text.prefix(80)))
    }
  }
}
