package import Diagnostics
import Manifests
package import Planning
package import SegmentModel
import StateStorage
import StoreClient

/// The profile id, customer number or email that a person asks about.
package enum MemberQuestion: Hashable, Sendable {
  case profile(ShopperProfileID)
  case customer(CustomerReference)

  /// Reads the id of a profile, the number of a customer, or an email; `nil` for anything else.
  package init?(_ text: String) {
    if let profile = ShopperProfileID(text) {
      self = .profile(profile)
    } else if let customer = CustomerID(text: text) {
      self = .customer(.id(customer))
    } else if let email = EmailAddress(text) {
      self = .customer(.email(email))
    } else {
      return nil
    }
  }
}

/// The explanation of a member, with its warnings.
package struct ExplainedMember: Sendable {
  package let subject: MemberSubject
  /// The segments that were asked about, by name.
  package let segments: [MemberExplanation]
  package let warnings: [Diagnostic]
}

extension Reconciler {
  /// What the manifests, the store and the state say about one member, and what a plan does with it.
  ///
  /// - Throws: `DiagnosticsError` if no manifest declares a target, or the store has no such customer; any `DiagnosedError` from reading
  ///   the store or the state.
  package func explain(_ question: MemberQuestion, _ request: PlanRequest) async throws -> ExplainedMember {
    let current = try await state.readRecovered()
    let (plan, observation) = try await observeAndPlan(request, current: current.document)
    let person = try await person(question, request.configuration, observation, recorded: current.document?.segments ?? [])
    let matches = observation.matching.matches.keyed(by: \.desired.name)
    return ExplainedMember(
      subject: person.subject,
      segments: plan.segments.compactMap { planned in
        matches[planned.name].map { explanation(of: person, planned, $0, observation) }
      },
      warnings: observation.resolved.warnings(of: plan) + current.notes
    )
  }

  private func explanation(
    of person: Person,
    _ planned: SegmentPlan,
    _ match: SegmentMatching.Match,
    _ observation: Observation
  ) -> MemberExplanation {
    let live = match.live.flatMap { observation.listings[$0.id]?.profiles } ?? .empty
    func has(_ members: MemberSet) -> Bool { person.subject.profile.map(members.contains) ?? false }
    return MemberExplanation(
      segment: planned,
      subject: person.subject,
      declarations: observation.resolved.declarations(of: person, in: planned.name),
      excludedBy: observation.resolved.exclusions(from: planned.name).filter { has($0.members) }.map(\.name),
      excludedAt: observation.resolved.excludingLines(of: person, in: planned.name),
      isDeclared: observation.resolved.composed[planned.name].map(person.isMember) == true && !has(match.desired.kept),
      isKept: has(planned.kept),
      isLive: has(live),
      isRecorded: match.recorded.map { has($0.settled(by: live).members) }
    )
  }

  /// Finds the profile, customer number and email of the person.
  private func person(
    _ question: MemberQuestion,
    _ configuration: LoadedConfiguration,
    _ observation: Observation,
    recorded: [RecordedSegment]
  ) async throws -> Person {
    switch question {
    case .profile(let profile):
      let customers = observation.resolved.customers(of: [profile], listings: observation.listings, recorded: recorded)
      // The plan did not look up customers who are only declared for a later day.
      let asked = customers[profile].map { [CustomerReference.id($0)] } ?? configuration.customers(in: [.upcoming])
      let found = try await client.customers(matching: asked).first { $0.profileID == profile }
      let subject = MemberSubject(profile: profile, customer: customers[profile] ?? found?.id)
      return Person(subject: subject, email: found?.email)
    case .customer(let reference):
      let found = try await client.customers(matching: [reference])
      guard let customer = found.first, found.count == 1 else {
        throw DiagnosticsError(diagnostics: [Self.notOne(found.map(\.id), reference)])
      }
      return Person(subject: MemberSubject(profile: customer.profileID, customer: customer.id), email: customer.email)
    }
  }

  /// The message does not repeat an email: no output may have one.
  private static func notOne(_ customers: [CustomerID], _ reference: CustomerReference) -> Diagnostic {
    let named = if case .id(let id) = reference { "the number \(id)" } else { "this email address" }
    return Diagnostic(
      .error,
      code: customers.isEmpty ? "unknown-customer" : "ambiguous-customer",
      summary: customers.isEmpty
        ? "the store has no customer with \(named)" : "the store has \(customers.count) customers with \(named)",
      detail: customers.isEmpty ? nil : "Ask by number: " + customers.map(\.description).joined(separator: ", ")
    )
  }
}

/// A member, by every name that a manifest may use.
struct Person: Sendable {
  let subject: MemberSubject
  let email: EmailAddress?

  /// Whether the person is a desired member of a segment or set, with or without a profile.
  func isMember(of members: DesiredMembers) -> Bool {
    guard let profile = subject.profile else { return subject.customer.map(members.withoutProfile.contains) ?? false }
    return members.profiles.contains(profile)
  }

  func isMeant(by reference: CustomerReference) -> Bool {
    switch reference {
    case .id(let id): id == subject.customer
    case .email(let address): address == email
    }
  }
}

extension ResolvedConfiguration {
  /// Every line that declares the person as a member of a segment; the segment's own lines come first.
  fileprivate func declarations(of person: Person, in name: SegmentName) -> [MemberDeclaration] {
    withParts(of: name).flatMap { group, path -> [MemberDeclaration] in
      let isOwn = group.name == name
      let isTakenBack = !isOwn && composed[group.name].map { !person.isMember(of: $0) } ?? false
      return lines(of: person, in: group.listed, within: path).map { place, validity, phase in
        MemberDeclaration(
          place: place,
          validity: validity,
          phase: phase,
          through: isOwn ? nil : group.name.text,
          isTakenBack: isTakenBack && phase == .inForce
        )
      } + liveParts(of: group, with: person, within: path)
    }
  }

  /// The lines that name the person, with the days on which they count through an include that counts on the days of `path`.
  private func lines(
    of person: Person,
    in members: NamedMembers,
    within path: Validity = .unlimited
  ) -> [(place: DeclarationPlace, validity: Validity, phase: Validity.Phase)] {
    var found: [(DeclarationPlace, Validity, Validity.Phase)] = []
    let day = loaded.configuration.day
    func add(_ file: String, _ line: Int, _ validity: Validity) {
      let validity = validity.limited(to: path)
      found.append((DeclarationPlace(file: file, line: line), validity, validity.phase(on: day)))
    }
    for phase in [Validity.Phase.inForce, .upcoming, .expired] {
      members.profiles.forEach(phase, on: day) { profile, file, line, validity in
        if profile == person.subject.profile { add(file, line, validity) }
      }
      members.customers.forEach(phase, on: day) { reference, file, line, validity in
        if person.isMeant(by: reference) { add(file, line, validity) }
      }
    }
    return found
  }

  /// The live segments that a declaration includes and that have the person.
  private func liveParts(of group: MemberGroup, with person: Person, within path: Validity) -> [MemberDeclaration] {
    group.includes.compactMap { reference in
      guard case .live(let live) = reference.target, let profile = person.subject.profile,
        liveParts[live]?.profiles.contains(profile) == true
      else { return nil }
      let validity = reference.validity.limited(to: path)
      let phase = validity.phase(on: loaded.configuration.day)
      return MemberDeclaration(place: DeclarationPlace(reference.range), validity: validity, phase: phase, through: live)
    }
  }

  /// The lines of `exclude` that name the person today.
  fileprivate func excludingLines(of person: Person, in name: SegmentName) -> [DeclarationPlace] {
    loaded.group(of: name).map { lines(of: person, in: $0.excluded).filter { $0.phase == .inForce }.map(\.place) } ?? []
  }

  /// The segments and sets that one excludes today, with their members.
  func exclusions(from name: SegmentName) -> [(name: String, members: MemberSet)] {
    let excludes = loaded.group(of: name)?.excludes.filter { loaded.phase(of: $0) == .inForce } ?? []
    return excludes.map { ($0.target.name, members(of: $0.target)) }
  }
}

extension DeclarationPlace {
  init(_ range: SourceRange) { self.init(file: range.file, line: range.start.line) }
}
