import Diagnostics
import SegmentModel

/// Reads who the members of one segment are.
struct MemberDecoder {
  private static let profileSubject = "the shopper profile id"

  let file: String
  let day: CalendarDay
  let variables: Variables
  let problems: ProblemCollector
  private(set) var profiles = DeclaredMembers<ShopperProfileID>()
  private(set) var customers = DeclaredMembers<CustomerReference>()
  private(set) var lists: [MemberListEntry] = []
  private(set) var includes: [SegmentReference] = []
  private(set) var excludes: [SegmentReference] = []

  /// Reads every key of the segment that speaks of members.
  ///
  /// A list that is missing or holds nothing is a problem: only `[]` says that there are to be none.
  mutating func read(_ fields: MappingFields) {
    if !fields.seemsToHave("members_from") && !fields.seemsToHave("include") { _ = fields.requiredValue("members") }
    readMembers(fields)
    if let entries = fields.list("members_from") {
      for entry in entries { readList(entry) }
    }
    includes = references("include", fields)
    excludes = references("exclude", fields)
  }

  private mutating func readMembers(_ fields: MappingFields) {
    guard let members = fields.list("members") else { return }
    for member in members {
      if let bits = member.identifier {
        profiles.append(ShopperProfileID(bits: bits), at: member.position, in: file)
        continue
      }
      switch member.content {
      case .scalar:
        problems.add(.badProfileID(String(member.text.prefix(80))), of: member.text, called: Self.profileSubject, at: member)
      case .mapping: readEntry(member)
      case .sequence, .nothing: problems.add(.unexpected(.member, member.found, key: nil), at: member)
      }
    }
    for repetition in profiles.repetitions() {
      problems.add(.duplicateMember(repetition.subject, first: repetition.first), at: repetition.again)
    }
  }

  private mutating func readEntry(_ node: YAMLNode) {
    guard let fields = MappingFields(node, of: .member, problems: problems) else { return }
    let keys = ["profile", "customer", "email"]
    let names = keys.filter(fields.has)
    if names.count != 1 && !keys.contains(where: { fields.seemsToHave($0) && !fields.has($0) }) {
      problems.add(.member(.needsOneName(names.count)), at: node)
    }
    let validity = fields.validity()
    guard names.count == 1, let name = names.first, let (text, value) = fields.text(name) else { return }
    let counted = validity ?? .unlimited
    switch name {
    case "profile":
      if let bits = value.identifier {
        profiles.append(ShopperProfileID(bits: bits), at: value.position, in: file, counted)
      } else {
        problems.add(.badProfileID(String(text.prefix(80))), of: text, called: Self.profileSubject, at: value)
      }
    case "customer":
      if let customer = CustomerID(text: text) {
        customers.append(.id(customer), at: value.position, in: file, counted)
      } else {
        problems.add(.member(.badCustomerID(String(text.prefix(80)))), of: text, called: "the customer id", at: value)
      }
    default:
      if let email = EmailAddress(text) {
        customers.append(.email(email), at: value.position, in: file, counted)
      } else {
        problems.add(.member(.badEmail), of: text, called: ManifestProblem.emailSubject, at: value)
      }
    }
    warnIfExpired(validity, fields)
  }

  private func warnIfExpired(_ validity: Validity?, _ fields: MappingFields) {
    guard let validity, let expires = validity.expires, validity.phase(on: day) == .expired else { return }
    problems.add(.member(.expired(expires)), at: fields.value("expires") ?? fields.node)
  }

  private mutating func readList(_ entry: YAMLNode) {
    guard let fields = MappingFields(entry, of: .membersFrom, problems: problems) else { return }
    let column = fields.text("column")?.text
    let kind = fields.choice("as", of: MemberListKind.self)
    let expectation = expectation(fields)
    let validity = fields.validity()
    warnIfExpired(validity, fields)
    guard fields.requiredValue("file") != nil, let (pattern, node) = fields.path("file", expanding: variables) else { return }
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
      problems.add(.member(.badCount(String(minimum), key: "min")), at: node)
    }
    return (minimum, maximum)
  }

  private func references(_ key: String, _ fields: MappingFields) -> [SegmentReference] {
    guard let list = fields.list(key) else { return [] }
    var known: Set<SegmentPart> = []
    return list.compactMap { entry in
      guard let reference = reference(entry) else { return nil }
      if known.insert(reference.target).inserted { return reference }
      problems.add(.reference(.duplicate(reference.target.name)), at: reference.range)
      return nil
    }
  }

  private func reference(_ node: YAMLNode) -> SegmentReference? {
    switch node.content {
    case .scalar:
      guard let text = variables.expand(node.text, at: node, problems: problems) else { return nil }
      do throws(SegmentNameError) {
        return SegmentReference(target: .declared(try SegmentName(text)), allowsEmpty: false, range: node.range)
      } catch {
        problems.add(.badSegmentName(error), at: node)
        return nil
      }
    case .mapping:
      guard let fields = MappingFields(node, of: .operand, problems: problems),
        fields.requiredValue("live") != nil,
        let (text, value) = fields.text("live", expanding: variables)
      else { return nil }
      // A live segment may have blanks at the ends of its name, but not one that nobody can see in the manifest.
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
      problems.add(.unexpected(.reference, node.found, key: nil), at: node)
      return nil
    }
  }
}
