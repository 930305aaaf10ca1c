import Diagnostics
import SegmentModel

// Values of keys, each `nil` where the key is not there or its value is wrong, which is a problem.

extension MappingFields {
  func list(_ key: String) -> YAMLNode.Children? { value(key).flatMap { list(of: $0, key: key) } }

  /// The entries of a list that was found under this key.
  func list(of node: YAMLNode, key: String) -> YAMLNode.Children? {
    if node.content == .sequence { return node.children }
    problems.add(.unexpected(.list, node.found, key: key), at: node)
    return nil
  }

  /// A text.
  ///
  /// Numbers and dates are texts too: a segment may be called 2024.
  func text(_ key: String) -> (text: String, node: YAMLNode)? {
    guard let node = value(key) else { return nil }
    switch node.content {
    case .scalar: return (node.text, node)
    // Nothing, written in quotes, is a text without characters.
    case .nothing where !node.isPlain: return ("", node)
    case .nothing, .mapping, .sequence:
      problems.add(.unexpected(.text, node.found, key: key), at: node)
      return nil
    }
  }

  func text(_ key: String, expanding variables: Variables) -> (text: String, node: YAMLNode)? {
    text(key).flatMap { text, node in variables.expand(text, at: node, problems: problems).map { ($0, node) } }
  }

  /// A path with its variables expanded.
  func path(_ key: String, expanding variables: Variables) -> (text: String, node: YAMLNode)? {
    guard let (text, node) = text(key) else { return nil }
    do throws(VariableProblem) {
      return (try variables.expandPath(text), node)
    } catch {
      problems.add(.variable(error), at: node)
      return nil
    }
  }

  /// `true` or `false`, without quotes, as YAML 1.2 has them.
  func boolean(_ key: String) -> Bool? {
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

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice? {
    parsed(key, else: { .badChoice($0, key: key, allowed: Choice.allCases.map(\.rawValue)) }, by: Choice.init(rawValue:))
  }

  func segmentID(_ key: String) -> SegmentID? {
    guard let (text, node) = text(key) else { return nil }
    if let bits = node.identifier { return SegmentID(bits: bits) }
    problems.add(.badSegmentID(String(text.prefix(80))), of: text, called: "the segment id", at: node)
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
    parsed(key, else: { .member(.badCount($0, key: key)) }) { text in
      let isNumber = value(key)?.isPlain == true && text.utf8.allSatisfy(\.isDigit)
      return isNumber ? Int(text) : nil
    }
  }

  /// `starts:` and `expires:`; unlimited when neither is there.
  func validity() -> Validity? {
    let (starts, expires) = (day("starts"), day("expires"))
    if starts == nil && has("starts") || expires == nil && has("expires") { return nil }
    if let validity = Validity(starts: starts, expires: expires) { return validity }
    problems.add(.member(.neverValid), at: value("expires") ?? node)
    return nil
  }

  private func day(_ key: String) -> CalendarDay? {
    parsed(key, else: { .member(.badDay($0, key: key)) }, by: { CalendarDay($0) })
  }

  private func parsed<Value>(
    _ key: String,
    else problem: (_ text: String) -> ManifestProblem,
    by parse: (String) -> Value?
  ) -> Value? {
    guard let (text, node) = text(key) else { return nil }
    if let value = parse(text) { return value }
    problems.add(problem(String(text.prefix(80))), at: node)
    return nil
  }
}
