import Manifests
import Planning
import SegmentModel

extension Observation {
  /// The plan with what manifests, listings and records tell of the members that it changes.
  ///
  /// Linear in declarations and listings, times the logarithm of the changes.
  func noted(_ plan: Plan, recorded: [RecordedSegment]) -> Plan {
    let changing = plan.segments.filter { !$0.add.isEmpty || !$0.remove.isEmpty || !$0.newProfiles.isEmpty }
    if changing.isEmpty { return plan }
    let changed = MemberSet(changing.flatMap { $0.add.ids + $0.remove.ids })
    let customers = resolved.customers(of: changed, listings: listings, recorded: recorded)
    let noted = changing.map { segment in
      var segment = segment
      resolved.note(&segment.notes, of: segment.name)
      segment.notes.additions.learn(from: customers)
      segment.notes.removals.learn(from: customers)
      return segment
    }
    let byName = Dictionary(noted.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return plan.replacing(segments: plan.segments.map { byName[$0.name] ?? $0 })
  }
}

extension ResolvedConfiguration {
  /// The drift with what manifests, listings and records tell of its members.
  func noted(
    _ report: DriftReport,
    listings: [SegmentID: CustomerNumbers],
    recorded: [RecordedSegment]
  ) -> DriftReport {
    let drifted = MemberSet(report.drifted.flatMap { $0.added.all.ids + $0.removed.all.ids })
    let customers = customers(of: drifted, listings: listings, recorded: recorded)
    return report.noted { segment in
      segment.notes.additions.learn(from: customers)
      segment.notes.removals.learn(from: customers)
      guard let name = try? SegmentName(segment.name) else { return }
      noteAdditions(&segment.notes.additions, declaredIn: name)
      noteAdditions(&segment.notes.removals, declaredIn: name)
    }
  }

  /// The customers of these profiles, from every source that names them.
  func customers(
    of profiles: MemberSet,
    listings: [SegmentID: CustomerNumbers],
    recorded: [RecordedSegment]
  ) -> CustomerNumbers {
    var customers = CustomerNumbers(of: profiles)
    for record in recorded {
      for member in record.sources?.lookedUp ?? [] { customers.learn(member.customer, of: member.profile) }
    }
    for listing in listings.values { customers.learn(from: listing) }
    for listing in liveParts.values { customers.learn(from: listing) }
    for (customer, profile) in directory.profiles { customers.learn(customer, of: profile) }
    return customers
  }

  /// Adds the places and causes that the declaration of a segment and of its parts give.
  fileprivate func note(_ notes: inout ChangeNotes, of name: SegmentName) {
    noteAdditions(&notes.additions, declaredIn: name)
    noteExpiries(&notes.removals, declaredIn: name)
    noteExclusions(&notes.removals, from: name)
  }

  /// Notes where additions are declared: by the segment itself, then by the parts that it includes.
  ///
  /// - Parameters:
  ///   - notes: The additions to the segment that is planned.
  ///   - name: That segment, or one that it includes, directly or through others.
  ///   - part: The part of the planned segment through which this one comes in; `nil` for the planned segment itself.
  private func noteAdditions(_ notes: inout MemberNotes, declaredIn name: SegmentName, through part: MemberCause? = nil) {
    guard let declaration = loaded.declaration(of: name) else { return }
    // What a part lists and excludes again comes from elsewhere.
    let inherited = part.flatMap { _ in desired.first { $0.name == name } }
    let newOfPart = Set(inherited?.withoutProfile ?? [])
    func counts(_ notes: MemberNotes, _ index: Int) -> Bool {
      guard let inherited else { return true }
      return index < notes.profiles.count
        ? inherited.members.contains(notes.profiles[index])
        : newOfPart.contains(notes.newProfiles[index - notes.profiles.count])
    }
    forEach(declaration, .inForce, among: notes) { index, file, line, validity in
      guard !notes.hasPlace(at: index), counts(notes, index) else { return }
      notes.set(DeclarationPlace(file: file, line: line), at: index)
      guard notes[index].cause == .listed else { return }
      notes.set(part ?? cause(file: file, validity), at: index)
    }
    for reference in declaration.includes {
      switch reference.target {
      case .declared(let included): noteAdditions(&notes, declaredIn: included, through: part ?? .included(included))
      case .live(let live):
        guard let members = liveParts[live]?.profiles else { continue }
        for index in notes.profiles.indices
        where !notes.hasPlace(at: index) && notes[index].cause == .listed && members.contains(notes.profiles[index])
          && counts(notes, index)
        {
          notes.set(part ?? .live(live), at: index)
        }
      }
    }
  }

  private func cause(file: String, _ validity: Validity) -> MemberCause {
    if let starts = validity.starts, starts == loaded.configuration.day { return .starts(starts) }
    return loaded.configuration.files.contains(file) ? .listed : .inListFile
  }

  private func noteExpiries(_ notes: inout MemberNotes, declaredIn name: SegmentName) {
    guard let declaration = loaded.declaration(of: name) else { return }
    forEach(declaration, .expired, among: notes) { index, file, line, validity in
      notes.set(DeclarationPlace(file: file, line: line), at: index)
      notes.set(.expired(validity.expires), at: index)
    }
  }

  /// Notes removals of members whom the segment lists or includes, and whom an excluded segment takes away.
  private func noteExclusions(_ notes: inout MemberNotes, from name: SegmentName) {
    guard let declaration = loaded.declaration(of: name), !declaration.excludes.isEmpty else { return }
    var declared = MemberNotes(notes.profiles, cause: .listed)
    noteAdditions(&declared, declaredIn: name)
    let parts = declaration.excludes.map { ($0.target.name, members(of: $0.target)) }
    for index in notes.profiles.indices where declared.hasPlace(at: index) || declared[index].cause != .listed {
      let member = notes.profiles[index]
      guard let (excluded, _) = parts.first(where: { $0.1.contains(member) }) else { continue }
      notes.set(.excluded(by: excluded), at: index)
      if let place = declared[index].place { notes.set(place, at: index) }
    }
  }

  /// Gives the declarations of a segment that name one of the noted members, by its index among them.
  private func forEach(
    _ declaration: SegmentDeclaration,
    _ phase: Validity.Phase,
    among notes: MemberNotes,
    _ body: (_ index: Int, _ file: String, _ line: Int, _ validity: Validity) -> Void
  ) {
    if notes.count == 0 { return }
    let (profiles, day) = (notes.profiles, loaded.configuration.day)
    declaration.profiles.forEach(phase, on: day) { profile, file, line, validity in
      if let index = profiles.index(of: profile) { body(index, file, line, validity) }
    }
    declaration.customers.forEach(phase, on: day) { reference, file, line, validity in
      switch directory.resolve(reference) {
      case .profile(let profile): if let index = profiles.index(of: profile) { body(index, file, line, validity) }
      case .withoutProfile(let customer): if let index = notes.index(of: customer) { body(index, file, line, validity) }
      case .unknown, .ambiguous: break
      }
    }
  }
}
