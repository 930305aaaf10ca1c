import Manifests
import Planning
import SegmentModel

extension Observation {
  /// The plan with the customer, place and cause of each change.
  ///
  /// They come from the manifests, the listings and the state. Takes time linear in these, times the logarithm of the changes.
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
    let byName = noted.keyed(by: \.name)
    return plan.replacing(segments: plan.segments.map { byName[$0.name] ?? $0 })
  }
}

extension ResolvedConfiguration {
  /// The drift with the customer, place and cause of each change.
  func noted(_ report: DriftReport, listings: [SegmentID: CustomerNumbers], recorded: [RecordedSegment]) -> DriftReport {
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

  /// The customers of these profiles, as far as any source names them.
  func customers(of profiles: MemberSet, listings: [SegmentID: CustomerNumbers], recorded: [RecordedSegment]) -> CustomerNumbers {
    var customers = CustomerNumbers(of: profiles)
    for record in recorded {
      for member in record.sources?.lookedUp ?? [] { customers.learn(member.customer, of: member.profile) }
    }
    for listing in listings.values { customers.learn(from: listing) }
    for listing in liveParts.values { customers.learn(from: listing) }
    for (customer, profile) in directory.profiles { customers.learn(customer, of: profile) }
    return customers
  }

  /// Adds the places and causes that come from the declarations of a segment and of the segments that it uses.
  fileprivate func note(_ notes: inout ChangeNotes, of name: SegmentName) {
    noteAdditions(&notes.additions, declaredIn: name)
    noteExpiries(&notes.removals, declaredIn: name)
    noteExclusions(&notes.removals, from: name)
  }

  /// Notes where members are declared: by the segment itself, then by the parts that it includes, in their order.
  private func noteAdditions(_ notes: inout MemberNotes, declaredIn name: SegmentName) {
    guard notes.count > 0, let declaration = loaded.declaration(of: name) else { return }
    noteLines(&notes, of: declaration) { cause(file: $0, $1) }
    for reference in declaration.includes {
      switch reference.target {
      case .live(let live): noteLive(&notes, live, .live(live))
      case .declared(let part):
        for nested in withParts(of: part) {
          // A segment may list a member and exclude it again. Then the member comes from elsewhere.
          let counted = [part, nested.name].compactMap(desiredSegment)
          noteLines(&notes, of: nested, counted) { _, _ in .included(part) }
          for case .live(let live) in nested.includes.map(\.target) { noteLive(&notes, live, .included(part), counted) }
        }
      }
    }
  }

  /// Notes the lines of one segment, for members that all of the given segments have.
  private func noteLines(
    _ notes: inout MemberNotes,
    of declaration: SegmentDeclaration,
    _ counted: [DesiredSegment] = [],
    cause: (_ file: String, _ validity: Validity) -> MemberCause
  ) {
    let newProfiles = counted.map { Set($0.withoutProfile) }
    forEach(declaration, .inForce, among: notes) { index, file, line, validity in
      guard !notes.hasPlace(at: index) else { return }
      let isCounted =
        index < notes.profiles.count
        ? counted.allSatisfy { $0.members.contains(notes.profiles[index]) }
        : newProfiles.allSatisfy { $0.contains(notes.newProfiles[index - notes.profiles.count]) }
      guard isCounted else { return }
      notes.set(DeclarationPlace(file: file, line: line), at: index)
      if notes[index].cause == .listed { notes.set(cause(file, validity), at: index) }
    }
  }

  /// Notes the members of a live segment, for which no manifest has a line.
  private func noteLive(_ notes: inout MemberNotes, _ name: String, _ cause: MemberCause, _ counted: [DesiredSegment] = []) {
    guard let members = liveParts[name]?.profiles else { return }
    for (index, profile) in notes.profiles.enumerated()
    where !notes.hasPlace(at: index) && notes[index].cause == .listed && members.contains(profile)
      && counted.allSatisfy({ $0.members.contains(profile) })
    {
      notes.set(cause, at: index)
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
      if let day = validity.expires { notes.set(.expired(day), at: index) }
    }
  }

  /// Notes removals of members that the segment lists or includes but an excluded segment takes out.
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

  /// Calls `body` for each declaration of a noted member, with the member's index in the notes.
  private func forEach(
    _ declaration: SegmentDeclaration,
    _ phase: Validity.Phase,
    among notes: MemberNotes,
    _ body: (_ index: Int, _ file: String, _ line: Int, _ validity: Validity) -> Void
  ) {
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
