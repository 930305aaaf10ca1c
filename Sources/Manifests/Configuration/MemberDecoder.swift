import Diagnostics
import SegmentModel

/// Reads who the members of one segment are.
struct MemberDecoder {
  let file: String
  let day: CalendarDay
  let variables: Variables
  private(set) var profiles = DeclaredMembers<ShopperProfileID>()
  private(set) var customers = DeclaredMembers<CustomerReference>()
  private(set) var lists: [MemberListDeclaration] = []
  private(set) var includes: [SegmentReference] = []
  private(set) var excludes: [SegmentReference] = []

  private static let profileSubject = "the shopper profile id"

  init(file: String, day: CalendarDay, variables: Variables) {
    self.file = file
    self.day = day
    self.variables = variables
  }

  /// Reads every key of the segment that speaks of members.
  ///
  /// A list that is missing or holds nothing is a problem: only `[]` says that there are to be none.
  mutating func read(_ fields: MappingFields, problems: inout ProblemCollector) {
    let saysWho = fields.has("members") || fields.has("members_from") || fields.has("include")
    if saysWho || !fields.seemsToHave("members_from") && !fields.seemsToHave("include") {
      if let list = saysWho ? fields.value("members") : fields.requiredValue("members", problems: &problems) {
        readMembers(list, problems: &problems)
      }
    }
    if let list = fields.value("members_from") { readLists(list, problems: &problems) }
    if let list = fields.value("include") { includes = references(list, key: "include", problems: &problems) }
    if let list = fields.value("exclude") { excludes = references(list, key: "exclude", problems: &problems) }
  }

  private mutating func readMembers(_ list: YAMLNode, problems: inout ProblemCollector) {
    guard list.content == .sequence else {
      problems.add(.unexpected(.list, list.found, key: "members"), at: list)
      return
    }
    profiles.reserveCapacity(profiles.count + list.mostChildren)
    var isInRun = false
    for member in list.children {
      if let bits = member.identifier {
        if !isInRun { profiles.continueRun(file, .unlimited) }
        isInRun = true
        profiles.appendToRun(ShopperProfileID(bits: bits), at: member.position)
      } else {
        isInRun = false
        switch member.content {
        case .scalar:
          problems.add(.badProfileID(String(member.text.prefix(80))), of: member.text, called: Self.profileSubject, at: member)
        case .mapping: readEntry(member, problems: &problems)
        case .sequence, .nothing: problems.add(.unexpected(.member, member.found, key: nil), at: member)
        }
      }
    }
    warnOfRepetitions(&problems)
  }

  private mutating func warnOfRepetitions(_ problems: inout ProblemCollector) {
    // Sorting finds out cheaply whether there is any; where they stand is looked for only then.
    if profiles.sort() < profiles.count {
      for repetition in profiles.repetitions() {
        problems.add(.duplicateMember(repetition.subject, first: repetition.first), at: repetition.again)
      }
    }
  }

  private mutating func readEntry(_ node: YAMLNode, problems: inout ProblemCollector) {
    guard let fields = MappingFields(node, of: .member, problems: &problems) else { return }
    let names = ["profile", "customer", "email"].filter(fields.has)
    if names.count != 1 && !["profile", "customer", "email"].contains(where: { fields.seemsToHave($0) && !fields.has($0) }) {
      problems.add(.member(.needsOneName(names.count)), at: node)
    }
    let validity = fields.validity(problems: &problems)
    guard names.count == 1, let name = names.first,
      let (text, value) = fields.text(name, problems: &problems)
    else { return }
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
    warnIfExpired(validity, fields, problems: &problems)
  }

  private func warnIfExpired(_ validity: Validity?, _ fields: MappingFields, problems: inout ProblemCollector) {
    guard let validity, let expires = validity.expires, validity.phase(on: day) == .expired else { return }
    problems.add(.member(.expired(expires)), at: fields.value("expires") ?? fields.node)
  }

  private mutating func readLists(_ list: YAMLNode, problems: inout ProblemCollector) {
    guard list.content == .sequence else {
      problems.add(.unexpected(.list, list.found, key: "members_from"), at: list)
      return
    }
    for entry in list.children {
      guard let fields = MappingFields(entry, of: .memberList, problems: &problems) else { continue }
      let column = fields.text("column", problems: &problems)?.text
      let kind = fields.choice("as", of: MemberListKind.self, problems: &problems)
      let expectation = expectation(fields, problems: &problems)
      let validity = fields.validity(problems: &problems)
      warnIfExpired(validity, fields, problems: &problems)
      guard fields.requiredValue("file", problems: &problems) != nil,
        let (pattern, node) = fields.expandedPath("file", variables, problems: &problems)
      else { continue }
      lists.append(
        MemberListDeclaration(
          request: MemberListRequest(
            pattern: pattern,
            column: column,
            kind: kind,
            minimum: expectation.minimum,
            maximum: expectation.maximum
          ),
          validity: validity ?? .unlimited,
          range: node.range
        )
      )
    }
  }

  private func expectation(_ fields: MappingFields, problems: inout ProblemCollector) -> (minimum: Int?, maximum: Int?) {
    guard let value = fields.value("expect"),
      let expected = MappingFields(value, of: .expectation, key: "expect", problems: &problems)
    else { return (nil, nil) }
    let minimum = expected.count("min", problems: &problems)
    let maximum = expected.count("max", problems: &problems)
    if let minimum, let maximum, minimum > maximum, let node = expected.value("min") {
      problems.add(.member(.badCount(String(minimum), key: "min")), at: node)
    }
    return (minimum, maximum)
  }

  private func references(_ list: YAMLNode, key: String, problems: inout ProblemCollector) -> [SegmentReference] {
    guard list.content == .sequence else {
      problems.add(.unexpected(.list, list.found, key: key), at: list)
      return []
    }
    var known: Set<SegmentReference.Target> = []
    return list.children.compactMap { entry in
      guard let reference = reference(entry, problems: &problems) else { return nil }
      if known.insert(reference.target).inserted { return reference }
      problems.add(.reference(.duplicate(reference.target.name)), at: reference.range)
      return nil
    }
  }

  private func reference(_ node: YAMLNode, problems: inout ProblemCollector) -> SegmentReference? {
    switch node.content {
    case .scalar:
      guard let text = MappingFields.expand(node.text, at: node, variables, problems: &problems) else { return nil }
      do throws(SegmentNameError) {
        return SegmentReference(target: .declared(try SegmentName(text)), allowsEmpty: false, range: node.range)
      } catch {
        problems.add(.badSegmentName(error), at: node)
        return nil
      }
    case .mapping:
      guard let fields = MappingFields(node, of: .reference, problems: &problems),
        fields.requiredValue("live", problems: &problems) != nil,
        let (text, value) = fields.expandedText("live", variables, problems: &problems)
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
      let allowsEmpty = fields.boolean("allow_empty", problems: &problems) ?? false
      return SegmentReference(target: .live(text), allowsEmpty: allowsEmpty, range: value.range)
    case .sequence, .nothing:
      problems.add(.unexpected(.reference, node.found, key: nil), at: node)
      return nil
    }
  }
}

extension SegmentReference.Target {
  /// The name that is written.
  package var name: String {
    switch self {
    case .declared(let name): name.text
    case .live(let name): name
    }
  }
}
