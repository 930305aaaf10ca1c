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

  /// Notes where members are declared: by the segment or set itself, then by the parts that it includes, in their order.
  private func noteAdditions(_ notes: inout MemberNotes, declaredIn name: SegmentName) {
    guard notes.count > 0, let group = loaded.group(of: name) else { return }
    noteLines(&notes, of: group) { cause(file: $0, $1) }
    for reference in group.includes where loaded.phase(of: reference) == .inForce {
      let start = reference.validity.starts.flatMap { $0 == loaded.configuration.day ? MemberCause.starts($0) : nil }
      switch reference.target {
      case .live(let live): noteLive(&notes, live, start ?? .live(live))
      case .declared(let part):
        for nested in parts(of: part) {
          // A segment may list a member and exclude it again. Then the member comes from elsewhere.
          let counted = [part, nested.name].compactMap { composed[$0] }
          noteLines(&notes, of: nested, counted) { _, _ in start ?? .included(part) }
          for case .live(let live) in nested.includes.filter({ loaded.phase(of: $0) == .inForce }).map(\.target) {
            noteLive(&notes, live, start ?? .included(part), counted)
          }
        }
      }
    }
  }

  /// Notes the lines of one segment or set, for members that all of the given ones have.
  private func noteLines(
    _ notes: inout MemberNotes,
    of group: MemberGroup,
    _ counted: [DesiredMembers] = [],
    cause: (_ file: String, _ validity: Validity) -> MemberCause
  ) {
    let newProfiles = counted.map { Set($0.withoutProfile) }
    forEach(group.listed, .inForce, among: notes) { index, file, line, validity in
      guard !notes.hasPlace(at: index) else { return }
      let isCounted =
        index < notes.profiles.count
        ? counted.allSatisfy { $0.profiles.contains(notes.profiles[index]) }
        : newProfiles.allSatisfy { $0.contains(notes.newProfiles[index - notes.profiles.count]) }
      guard isCounted else { return }
      notes.set(DeclarationPlace(file: file, line: line), at: index)
      if notes[index].cause == .listed { notes.set(cause(file, validity), at: index) }
    }
  }

  /// Notes the members of a live segment, for which no manifest has a line.
  private func noteLive(_ notes: inout MemberNotes, _ name: String, _ cause: MemberCause, _ counted: [DesiredMembers] = []) {
    guard let members = liveParts[name]?.profiles else { return }
    for (index, profile) in notes.profiles.enumerated()
    where !notes.hasPlace(at: index) && notes[index].cause == .listed && members.contains(profile)
      && counted.allSatisfy({ $0.profiles.contains(profile) })
    {
      notes.set(cause, at: index)
    }
  }

  private func cause(file: String, _ validity: Validity) -> MemberCause {
    if let starts = validity.starts, starts == loaded.configuration.day { return .starts(starts) }
    return loaded.configuration.files.contains(file) ? .listed : .inListFile
  }

  /// Notes what has expired: lines of the segment and of the parts that it includes, and the includes themselves.
  func noteExpiries(_ notes: inout MemberNotes, declaredIn name: SegmentName) {
    func note(_ index: Int, _ place: DeclarationPlace, _ day: CalendarDay) {
      // The last of several declarations kept the member until its end.
      if case .expired(let other) = notes[index].cause, other > day { return }
      notes.set(place, at: index)
      notes.set(.expired(day), at: index)
    }
    for group in parts(of: name, in: [.inForce, .expired]) {
      forEach(group.listed, .expired, among: notes) { index, file, line, validity in
        if let day = validity.expires { note(index, DeclarationPlace(file: file, line: line), day) }
      }
      for reference in group.includes where loaded.phase(of: reference) == .expired {
        guard let day = reference.validity.expires else { continue }
        let members = members(of: reference.target)
        for (index, profile) in notes.profiles.enumerated() where members.contains(profile) {
          note(index, DeclarationPlace(reference.range), day)
        }
      }
    }
  }

  /// Notes removals of members that the segment or one of its parts lists or includes, and excludes again.
  private func noteExclusions(_ notes: inout MemberNotes, from name: SegmentName) {
    for group in parts(of: name) {
      let excludes = exclusions(from: group.name)
      guard !(excludes.isEmpty && group.excluded.profiles.isEmpty && group.excluded.customers.isEmpty) else { continue }
      var declared = MemberNotes(notes.profiles, cause: .listed)
      noteAdditions(&declared, declaredIn: group.name)
      func isExcludedHere(_ index: Int) -> Bool {
        if case .excluded = notes[index].cause { return false }
        return declared.hasPlace(at: index) || declared[index].cause != .listed
      }
      for index in notes.profiles.indices where isExcludedHere(index) {
        guard let (excluded, _) = excludes.first(where: { $0.members.contains(notes.profiles[index]) }) else { continue }
        notes.set(.excluded(by: excluded), at: index)
        if let place = declared[index].place { notes.set(place, at: index) }
      }
      forEach(group.excluded, .inForce, among: notes) { index, file, line, _ in
        guard isExcludedHere(index) else { return }
        notes.set(.excluded(by: nil), at: index)
        notes.set(DeclarationPlace(file: file, line: line), at: index)
      }
    }
  }

  /// Calls `body` for each declaration of a noted member, with the member's index in the notes.
  private func forEach(
    _ declaration: NamedMembers,
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
