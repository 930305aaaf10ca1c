import Algorithms
package import SegmentModel

/// A line that declares something, as `file:line`.
package struct DeclarationPlace: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// The place with this ``description``; `nil` if the text is not a place.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]) else { return nil }
    self.init(file: String(text[..<colon]), line: line)
    guard line > 0, description == text else { return nil }
  }

  package var description: String { "\(file):\(line)" }
}

/// What a plan shows about a member that it changes.
///
/// For display only: it must not influence apply.
package struct MemberNote: Hashable, Sendable {
  /// `nil` if the number is not known.
  package let customer: CustomerID?
  /// The line of a manifest or list that declares the member, or declared it until it expired.
  package let place: DeclarationPlace?
  package let cause: MemberCause

  package init(customer: CustomerID? = nil, place: DeclarationPlace? = nil, cause: MemberCause) {
    self.customer = customer
    self.place = place
    self.cause = cause
  }
}

/// The notes of a plan's additions to a segment, or of its removals, in 16 bytes per member.
package struct MemberNotes: Hashable, Sendable {
  /// A stored note; `file` and `cause` are positions in the tables.
  private struct Entry: Hashable, Sendable {
    var customer: Int32 = 0
    var file: UInt32 = 0
    /// 0 without a place.
    var line: UInt32 = 0
    var cause: UInt32 = 0
  }

  package let profiles: MemberSet
  /// The customers without a profile, ascending and unique; their entries follow those of the profiles.
  package let newProfiles: [CustomerID]
  private var entries: [Entry]
  private var files = ValueTable<String>()
  private var causes = ValueTable<MemberCause>()

  /// Notes with this cause and without places.
  package init(_ profiles: MemberSet, newProfiles: [CustomerID] = [], cause: MemberCause) {
    self.profiles = profiles
    self.newProfiles = newProfiles
    _ = causes.position(of: cause)
    entries = Array(repeating: Entry(), count: profiles.count) + newProfiles.map { Entry(customer: $0.number) }
  }

  package var count: Int { entries.count }

  /// The note at this index: the profiles come first, then the new profiles.
  package subscript(index: Int) -> MemberNote {
    let entry = entries[index]
    return MemberNote(
      customer: CustomerID(entry.customer),
      place: entry.line == 0 ? nil : DeclarationPlace(file: files[entry.file], line: Int(entry.line)),
      cause: causes[entry.cause]
    )
  }

  /// The note of a member; `nil` for a member without a note.
  ///
  /// O(log n).
  package subscript(profile: ShopperProfileID) -> MemberNote? { profiles.index(of: profile).map { self[$0] } }

  /// The index of a customer without a profile.
  package func index(of customer: CustomerID) -> Int? {
    let index = newProfiles.partitioningIndex { $0 >= customer }
    return index < newProfiles.count && newProfiles[index] == customer ? profiles.count + index : nil
  }

  /// Compares the notes, since equal notes may have their tables in different orders.
  package static func == (left: MemberNotes, right: MemberNotes) -> Bool {
    left.profiles == right.profiles && left.newProfiles == right.newProfiles
      && left.entries.indices.allSatisfy { left[$0] == right[$0] }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(profiles)
    hasher.combine(newProfiles)
  }

  package func hasPlace(at index: Int) -> Bool { entries[index].line != 0 }

  package mutating func set(_ cause: MemberCause, at index: Int) { entries[index].cause = causes.position(of: cause) }

  package mutating func set(_ place: DeclarationPlace, at index: Int) {
    entries[index].file = files.position(of: place.file)
    entries[index].line = UInt32(clamping: place.line)
  }

  package mutating func set(_ customer: CustomerID, at index: Int) { entries[index].customer = customer.number }

  /// Adds the customer numbers that another source knows.
  package mutating func learn(from customers: CustomerNumbers) {
    for (index, profile) in profiles.enumerated() where entries[index].customer == 0 {
      if let customer = customers[profile] { set(customer, at: index) }
    }
  }

  /// The notes of these members; a member without a note gets the first cause.
  package func restricted(to members: MemberSet, newProfiles: [CustomerID] = []) -> MemberNotes {
    if members == profiles, newProfiles == self.newProfiles { return self }
    var notes = MemberNotes(members, newProfiles: newProfiles, cause: causes[0])
    notes.files = files
    notes.causes = causes
    for (index, member) in members.enumerated() {
      if let old = profiles.index(of: member) { notes.entries[index] = entries[old] }
    }
    for (index, customer) in newProfiles.enumerated() {
      if let old = self.index(of: customer) { notes.entries[members.count + index] = entries[old] }
    }
    return notes
  }

  /// The notes after some customers got a profile, which then identifies their notes.
  package func resolving(_ profiles: [CustomerID: ShopperProfileID]) -> MemberNotes {
    let created = newProfiles.filter { profiles[$0] != nil }
    if created.isEmpty { return self }
    let all = self.profiles.union(MemberSet(created.compactMap { profiles[$0] }))
    var notes = restricted(to: all, newProfiles: newProfiles.filter { profiles[$0] == nil })
    for customer in created {
      guard let old = index(of: customer), let new = profiles[customer].flatMap(all.index) else { continue }
      notes.entries[new] = entries[old]
    }
    return notes
  }

  /// The notes with other names of files and other causes, for public eyes.
  package func mapping(files: (String) -> String, causes: (MemberCause) -> MemberCause) -> MemberNotes {
    var notes = self
    notes.files = ValueTable()
    notes.causes = ValueTable()
    let newFiles = self.files.values.map { notes.files.position(of: files($0)) }
    let newCauses = self.causes.values.map { notes.causes.position(of: causes($0)) }
    for index in entries.indices {
      if entries[index].line != 0 { notes.entries[index].file = newFiles[Int(entries[index].file)] }
      notes.entries[index].cause = newCauses[Int(entries[index].cause)]
    }
    return notes
  }

  /// How many members there are of each cause and file, in descending order.
  package func groups(of indices: some Sequence<Int>) -> [(cause: MemberCause, file: String?, count: Int)] {
    var counts: [Entry: Int] = [:]
    for index in indices {
      let entry = entries[index]
      counts[Entry(file: entry.file, line: min(entry.line, 1), cause: entry.cause), default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key.cause, $0.key.file) < ($0.value, $1.key.cause, $1.key.file) }
      .map { (causes[$0.key.cause], $0.key.line == 0 ? nil : files[$0.key.file], $0.value) }
  }

  /// The number of members whose cause passes the test.
  package func count(where isCounted: (MemberCause) -> Bool) -> Int {
    let counted = causes.values.map(isCounted)
    return entries.count { counted[Int($0.cause)] }
  }

  /// The indices in the order in which reports show them, or the first of them.
  ///
  /// Notes that revert drift come first, then the order is by cause, file, line, customer and profile.
  package func indices(first maximum: Int? = nil) -> [Int] {
    let ranks = causes.values.map { $0.revertsDrift ? 0 : 1 }
    func key(_ index: Int) -> (Int, UInt32, UInt32, UInt32, Int32, Int) {
      let entry = entries[index]
      return (ranks[Int(entry.cause)], entry.cause, entry.file, entry.line, entry.customer, index)
    }
    return entries.indices.min(count: maximum ?? entries.count) { key($0) < key($1) }
  }
}

/// Stores each value once, at a position.
package struct ValueTable<Value: Hashable & Sendable>: Hashable, Sendable {
  package private(set) var values: [Value] = []
  private var positions: [Value: UInt32] = [:]

  package init() {}

  subscript(position: UInt32) -> Value { values[Int(position)] }

  package mutating func position(of value: Value) -> UInt32 {
    if let last = values.last, last == value { return UInt32(values.count - 1) }
    if let known = positions[value] { return known }
    positions[value] = UInt32(values.count)
    values.append(value)
    return UInt32(values.count - 1)
  }
}

/// The notes of all members that a plan changes in a segment.
package struct ChangeNotes: Hashable, Sendable {
  package var additions: MemberNotes
  package var removals: MemberNotes
  /// The enabled promotions that use the segment; empty if the token may not read promotions.
  package var promotions: [PromotionUse] = []

  package init(additions: MemberNotes, removals: MemberNotes, promotions: [PromotionUse] = []) {
    self.additions = additions
    self.removals = removals
    self.promotions = promotions
  }

  /// Notes without places and with the least specific causes.
  package init(add: MemberSet, newProfiles: [CustomerID] = [], remove: MemberSet) {
    additions = MemberNotes(add, newProfiles: newProfiles, cause: .listed)
    removals = MemberNotes(remove, cause: .undeclared)
  }
}

extension SegmentPlan {
  /// The note of a member; `nil` if the plan does not change it.
  ///
  /// O(log n).
  package func note(of member: ShopperProfileID) -> MemberNote? {
    if add.contains(member) { return notes.additions[member] }
    return remove.contains(member) ? notes.removals[member] : nil
  }
}
