import Diagnostics
import SegmentModel

/// Reads the members of one segment.
struct MemberDecoder {
  let file: String
  let day: CalendarDay
  let variables: Variables
  let problems: ProblemCollector
  private(set) var profiles = DeclaredMembers<ShopperProfileID>()
  private(set) var customers = DeclaredMembers<CustomerReference>()
  private(set) var lists: [MemberListEntry] = []
  private(set) var includes: [SegmentReference] = []
  private(set) var excludes: [SegmentReference] = []

  /// Reads all keys of the segment that declare members.
  ///
  /// A missing or empty list is a problem: `[]` declares a segment without members.
  mutating func read(_ fields: MappingFields) {
    if !fields.seemsToHave("members_from") && !fields.seemsToHave("include") { _ = fields.requiredValue("members") }
    readMembers(fields)
    if let lists = fields.list("members_from") {
      for entry in lists.children { readList(entry) }
    }
    includes = references("include", fields)
    excludes = references("exclude", fields)
  }

  private mutating func readMembers(_ fields: MappingFields) {
    guard let members = fields.list("members") else { return }
    for member in members.children {
      switch member.content {
      case .scalar: appendProfile(member, .unlimited)
      case .mapping: readEntry(member)
      case .sequence, .nothing: problems.add(.unexpected(.member, member, key: nil), at: member)
      }
    }
    for repetition in profiles.repetitions() {
      problems.warn(.duplicateMember(repetition.subject, first: repetition.first), at: repetition.again)
    }
  }

  private mutating func readEntry(_ node: YAMLNode) {
    guard let fields = MappingFields(node, of: .member, problems: problems) else { return }
    let keys = ["profile", "customer", "email"]
    let names = keys.filter(fields.has)
    if names.count != 1 && !keys.contains(where: { fields.seemsToHave($0) && !fields.has($0) }) {
      problems.add(.needsOneName(names.count), at: node)
    }
    let validity = fields.validity()
    guard names.count == 1, let name = names.first, let value = fields.text(name) else { return }
    switch name {
    case "profile": appendProfile(value, validity ?? .unlimited)
    case "customer":
      if let customer = CustomerID(text: value.text) {
        customers.append(.id(customer), at: value.position, in: file, validity ?? .unlimited)
      } else {
        problems.add(.badCustomerID(value.excerpt), of: value.text, called: "the customer id", at: value)
      }
    default:
      if let email = EmailAddress(value.text) {
        customers.append(.email(email), at: value.position, in: file, validity ?? .unlimited)
      } else {
        problems.add(.badEmail, of: value.text, called: "the email address", at: value, concernsEmail: true)
      }
    }
    warnIfExpired(validity, fields)
  }

  private mutating func appendProfile(_ node: YAMLNode, _ validity: Validity) {
    if let bits = node.identifier {
      profiles.append(ShopperProfileID(bits: bits), at: node.position, in: file, validity)
    } else {
      problems.add(.badProfileID(node.excerpt), of: node.text, called: "the shopper profile id", at: node)
    }
  }

  private func warnIfExpired(_ validity: Validity?, _ fields: MappingFields) {
    guard let validity, let expires = validity.expires, validity.phase(on: day) == .expired else { return }
    problems.warn(.expired(expires), at: (fields.value("expires") ?? fields.node).range)
  }

  private mutating func readList(_ entry: YAMLNode) {
    guard let fields = MappingFields(entry, of: .membersFrom, problems: problems) else { return }
    let column = fields.text("column")?.text
    let kind = fields.choice("as", of: MemberListKind.self)
    let expectation = expectation(fields)
    let validity = fields.validity()
    warnIfExpired(validity, fields)
    guard fields.requiredValue("file") != nil, let (pattern, node) = fields.text("file", variables.expandPath) else { return }
    let request = MemberListRequest(
      pattern: pattern,
      column: column,
      kind: kind,
      minimum: expectation.minimum,
      maximum: expectation.maximum,
      validity: validity ?? .unlimited
    )
    lists.append(MemberListEntry(request: request, range: node.range))
  }

  private func expectation(_ fields: MappingFields) -> (minimum: Int?, maximum: Int?) {
    guard let value = fields.value("expect"),
      let expected = MappingFields(value, of: .expect, key: "expect", problems: problems)
    else { return (nil, nil) }
    let (minimum, maximum) = (expected.count("min"), expected.count("max"))
    if let minimum, let maximum, minimum > maximum, let node = expected.value("min") {
      problems.add(.badCount(String(minimum), key: "min"), at: node)
    }
    return (minimum, maximum)
  }

  private func references(_ key: String, _ fields: MappingFields) -> [SegmentReference] {
    guard let list = fields.list(key) else { return [] }
    var known: Set<SegmentPart> = []
    return list.children.compactMap { entry in
      guard let reference = reference(entry) else { return nil }
      if known.insert(reference.target).inserted { return reference }
      problems.warn(.duplicateReference(reference.target.name), at: reference.range)
      return nil
    }
  }

  private func reference(_ node: YAMLNode) -> SegmentReference? {
    switch node.content {
    case .scalar:
      return problems.value(at: node) { () throws(ManifestProblem) in try variables.expand(node.text) }
        .flatMap { problems.segmentName($0, at: node) }
        .map { SegmentReference(target: .declared($0), allowsEmpty: false, range: node.range) }
    case .mapping:
      guard let fields = MappingFields(node, of: .operand, problems: problems),
        fields.requiredValue("live") != nil,
        let (text, value) = fields.text("live", variables.expand)
      else { return nil }
      // The name of a live segment may have blanks at its ends, but no characters that nobody can see in the manifest.
      if let hidden = HiddenCharacters.first(in: text, allowsSpaces: true) {
        problems.add(.badSegmentName(.hiddenCharacter(hidden)), at: value)
        return nil
      }
      if text.isEmpty {
        problems.add(.badSegmentName(.blank), at: value)
        return nil
      }
      return SegmentReference(target: .live(text), allowsEmpty: fields.boolean("allow_empty") ?? false, range: value.range)
    case .sequence, .nothing:
      problems.add(.unexpected(.reference, node, key: nil), at: node)
      return nil
    }
  }
}
