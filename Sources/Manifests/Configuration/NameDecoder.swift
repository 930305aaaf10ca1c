import Diagnostics
import SegmentModel

/// Reads entries that name members: of `members`, of `members_from`, and those of `exclude` that name no segment or set.
struct NameDecoder {
  let file: String
  let day: CalendarDay
  let variables: Variables
  let problems: ProblemCollector
  /// The days of the segment or set.
  var validity = Validity.unlimited
  private(set) var names = NamedMembers()

  /// Reads an entry of `members`.
  mutating func read(_ member: YAMLNode) {
    switch member.content {
    case .scalar: appendProfile(member, validity)
    case .mapping: if let fields = MappingFields(member, of: .member, problems: problems) { readMember(fields) }
    case .sequence, .nothing: problems.add(.unexpected(.member, member, key: nil), at: member)
    }
  }

  func warnAboutRepetitions() {
    for repetition in names.profiles.repetitions() {
      problems.warn(.duplicateMember(repetition.subject, first: repetition.first), at: repetition.again)
    }
  }

  mutating func readMember(_ fields: MappingFields) {
    let name = fields.onlyKey(of: ["profile", "customer", "email"])
    let validity = fields.validity(on: day, within: validity) ?? validity
    guard let name, let value = fields.text(name) else { return }
    switch name {
    case "profile": appendProfile(value, validity)
    case "customer":
      if let customer = CustomerID(text: value.text) {
        names.customers.append(.id(customer), at: value.position, in: file, validity)
      } else {
        problems.add(.badCustomerID(value.excerpt), of: value.text, called: "the customer id", at: value)
      }
    default:
      if let email = EmailAddress(value.text) {
        names.customers.append(.email(email), at: value.position, in: file, validity)
      } else {
        problems.add(.badEmail, of: value.text, called: "the email address", at: value, concernsEmail: true)
      }
    }
  }

  private mutating func appendProfile(_ node: YAMLNode, _ validity: Validity) {
    if let bits = node.identifier {
      names.profiles.append(ShopperProfileID(bits: bits), at: node.position, in: file, validity)
    } else {
      problems.add(.badProfileID(node.excerpt), of: node.text, called: "the shopper profile id", at: node)
    }
  }

  mutating func readList(_ fields: MappingFields) {
    let delimiter = fields.delimiter("delimiter")
    let column = fields.text("column")?.text
    let kind = fields.choice("as", of: MemberListKind.self)
    let conditions = fields.value("where").map(conditions) ?? []
    let expectation = expectation(fields)
    let validity = fields.validity(on: day, within: validity) ?? validity
    guard fields.requiredValue("file") != nil, let (pattern, node) = fields.text("file", variables.expandPath) else { return }
    let request = MemberListRequest(
      pattern: pattern,
      delimiter: delimiter,
      column: column,
      kind: kind,
      minimum: expectation.minimum,
      maximum: expectation.maximum,
      conditions: conditions,
      minimumFiles: expectation.files,
      validity: validity
    )
    names.lists.append(MemberListEntry(request: request, range: node.range))
  }

  /// The conditions of `where:`.
  ///
  /// Numbers and Boolean values are texts, as in the file. A condition without values would keep no row.
  private func conditions(_ node: YAMLNode) -> [MemberListCondition] {
    guard node.content == .mapping, !node.fields.isEmpty else {
      problems.add(.unexpected(.mapping, node, key: "where"), at: node)
      return []
    }
    var places: [String: SourcePosition] = [:]
    return node.fields.compactMap { name, value in
      let values = value.content == .sequence ? Array(value.children) : [value]
      for entry in [name] + values where entry.content != .scalar {
        problems.add(.unexpected(.text, entry, key: "where"), at: entry)
      }
      if values.isEmpty { problems.add(.unexpected(.text, value, key: name.excerpt), at: value) }
      guard name.content == .scalar else { return nil }
      if let first = places.updateValue(name.position, forKey: name.text) {
        problems.add(.duplicateKey(name.excerpt, first: first), at: name)
      }
      let texts = values.filter { $0.content == .scalar }.compactMap { entry in
        problems.value(at: entry) { () throws(ManifestProblem) in try variables.expand(entry.text) }
      }
      return MemberListCondition(column: name.text, values: texts)
    }
  }

  private func expectation(_ fields: MappingFields) -> (minimum: Int?, maximum: Int?, files: Int?) {
    guard let value = fields.value("expect"),
      let expected = MappingFields(value, of: .expect, key: "expect", problems: problems)
    else { return (nil, nil, nil) }
    let (minimum, maximum) = (expected.count("min"), expected.count("max"))
    if let minimum, let maximum, minimum > maximum, let node = expected.value("min") {
      problems.add(.badCount(String(minimum), key: "min"), at: node)
    }
    return (minimum, maximum, expected.count("files"))
  }
}
