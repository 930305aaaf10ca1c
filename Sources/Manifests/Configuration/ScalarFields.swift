import Diagnostics
import SegmentModel

extension MappingFields {
  /// The text of a key.
  ///
  /// Numbers and dates are texts too: a segment may be called 2024.
  func text(_ key: String, problems: inout ProblemCollector) -> (text: String, node: YAMLNode)? {
    value(key).flatMap { text(of: $0, key: key, problems: &problems) }
  }

  /// The text of a value that was found under this key.
  func text(of node: YAMLNode, key: String, problems: inout ProblemCollector) -> (text: String, node: YAMLNode)? {
    guard node.content == .scalar else {
      // Nothing, written in quotes, is a text without characters.
      if node.content == .nothing && !node.isPlain { return ("", node) }
      problems.add(.unexpected(.text, node.found, key: key), at: node)
      return nil
    }
    return (node.text, node)
  }

  /// `true` or `false`, without quotes, as YAML 1.2 has them.
  func boolean(_ key: String, problems: inout ProblemCollector) -> Bool? {
    guard let node = value(key) else { return nil }
    if node.content == .scalar && node.isPlain {
      switch node.text {
      case "true", "True", "TRUE": return true
      case "false", "False", "FALSE": return false
      default: break
      }
    }
    problems.add(.unexpected(.boolean, node.found, key: key), at: node)
    return nil
  }

  /// One of the values of an enumeration.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    of type: Choice.Type,
    problems: inout ProblemCollector
  ) -> Choice? {
    guard let (text, node) = text(key, problems: &problems) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    problems.add(.badChoice(String(text.prefix(80)), key: key, allowed: Choice.allCases.map(\.rawValue)), at: node)
    return nil
  }

  /// The id of a segment.
  func segmentID(_ key: String, problems: inout ProblemCollector) -> SegmentID? {
    guard let (text, node) = text(key, problems: &problems) else { return nil }
    if let bits = node.identifier { return SegmentID(bits: bits) }
    problems.add(.badSegmentID(String(text.prefix(80))), of: text, called: "the segment id", at: node)
    return nil
  }

  /// `guardrails:` of a segment or of the defaults.
  func limits(problems: inout ProblemCollector) -> DeclaredLimits {
    guard let guardrails = value("guardrails"),
      let fields = MappingFields(guardrails, of: .guardrails, key: "guardrails", problems: &problems)
    else { return DeclaredLimits() }
    return DeclaredLimits(
      removals: fields.changeLimit("max_removals", maximumPercent: 100, problems: &problems),
      additions: fields.changeLimit("max_additions", maximumPercent: ChangeLimit.maximumAdditionPercent, problems: &problems),
      members: fields.count("max_members", problems: &problems)
    )
  }

  private func changeLimit(_ key: String, maximumPercent: Int, problems: inout ProblemCollector) -> ChangeLimit? {
    guard let (text, node) = text(key, problems: &problems) else { return nil }
    if let limit = ChangeLimit(text, maximumPercent: maximumPercent) { return limit }
    problems.add(.badChangeLimit(String(text.prefix(80)), key: key), at: node)
    return nil
  }
}
