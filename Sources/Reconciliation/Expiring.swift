import Diagnostics
import Manifests
package import Planning
import SegmentModel

extension LoadedConfiguration {
  /// The members who leave within this many days because something expires, by day, segment and place.
  ///
  /// 1 day means the next midnight UTC. Without a store, a customer who is named in two ways counts as two members, and nobody is known
  /// to be in a segment under `live:`.
  ///
  /// - Throws: Never for a configuration that was loaded without errors.
  package func expiring(within days: Int) throws -> [ExpiringMember] {
    let last = configuration.day.advanced(by: days)
    let dates = Set(configuration.groups.flatMap(\.expiryDates)).filter { configuration.day < $0 && $0 <= last }
    if dates.isEmpty { return [] }
    var known: Set<CustomerReference> = []
    let customers = configuration.groups.flatMap(\.named).flatMap(\.customers.subjects).filter { known.insert($0).inserted }
    // No declared profile has such an id: the digits of a UUID that say its version are not 0.
    let profiles = customers.indices.map { ShopperProfileID(bits: UUIDBits(high: 0, low: UInt64($0))) }
    let directory = CustomerDirectory(standIns: Dictionary(uniqueKeysWithValues: zip(customers, profiles)))
    let subjects = Dictionary(uniqueKeysWithValues: zip(profiles, customers.map(ExpiringMember.Subject.init)))
    return try dates.sorted().flatMap { date in
      let before = try withoutStore(on: date.advanced(by: -1), directory)
      let after = try withoutStore(on: date, directory)
      return zip(before.desired, after.desired).flatMap { before, later in
        let places = after.expiries(of: before.members.subtracting(later.members), in: before.name, on: date)
        return places.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { profile, range in
          ExpiringMember(segment: before.name, subject: subjects[profile] ?? .profile(profile), expires: date, range: range)
        }
      }
    }
  }

  /// What manifests alone say about the members on a day: segments under `live:` count as empty.
  private func withoutStore(on day: CalendarDay, _ directory: CustomerDirectory) throws -> ResolvedConfiguration {
    var other = configuration
    other.day = day
    var resolution = MemberResolution(LoadedConfiguration(other), directory: directory, SourceCheck([]))
    let compositions = resolution.compositions()
    let live = configuration.groups.flatMap(\.references).map { ($0.target.name, CustomerNumbers.none) }
    return try resolution.result(compositions, live: Dictionary(live, uniquingKeysWith: { first, _ in first }))
  }
}

extension ResolvedConfiguration {
  /// The first place that expires on this day for each of these members of a segment; none for members who leave for another reason.
  fileprivate func expiries(of members: MemberSet, in name: SegmentName, on day: CalendarDay) -> [ShopperProfileID: SourceRange] {
    var places: [ShopperProfileID: SourceRange] = [:]
    func add(_ member: ShopperProfileID, _ range: SourceRange) {
      if members.contains(member) { places[member] = places[member] ?? range }
    }
    for group in members.isEmpty ? [] : parts(of: name, in: [.inForce, .expired]) {
      for line in group.listed.profiles.expiring where line.expires == day { add(line.subject, line.range) }
      for line in group.listed.customers.expiring where line.expires == day {
        if case .profile(let profile) = directory.resolve(line.subject) { add(profile, line.range) }
      }
      for reference in group.includes where reference.validity.expires == day {
        for member in self.members(of: reference.target) { add(member, reference.range) }
      }
    }
    return places
  }
}

extension ExpiringMember.Subject {
  fileprivate init(_ reference: CustomerReference) {
    switch reference {
    case .id(let id): self = .customer(id)
    case .email: self = .email
    }
  }
}
