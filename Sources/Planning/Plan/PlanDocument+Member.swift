import SegmentModel

extension PlanDocument.Member {
  init(_ note: MemberNote, profile: ShopperProfileID?) {
    self.init(
      profile: profile?.description,
      customer: note.customer?.description,
      place: note.place?.description,
      cause: note.cause.code,
      segment: note.cause.segment,
      day: note.cause.day?.description
    )
  }

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(profile: text)
      return
    }
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys) throws -> String? { try fields.decodeIfPresent(String.self, forKey: key) }
    self.init(
      profile: try text(.profile),
      customer: try text(.customer),
      place: try text(.place),
      cause: try fields.decode(String.self, forKey: .cause),
      segment: try text(.segment),
      day: try text(.day)
    )
  }

  func encode(to encoder: any Encoder) throws {
    guard cause != nil else {
      var text = encoder.singleValueContainer()
      return try text.encode(legacyText)
    }
    var fields = encoder.container(keyedBy: CodingKeys.self)
    let values: [(CodingKeys, String?)] = [
      (.profile, profile), (.customer, customer), (.place, place), (.cause, cause), (.segment, segment), (.day, day),
    ]
    for (key, value) in values { try fields.encodeIfPresent(value, forKey: key) }
  }

  /// What formats 1 and 2 have of the member.
  var legacyText: String { profile ?? customer ?? "" }

  /// The member as formats 1 and 2 have it.
  var legacy: PlanDocument.Member { PlanDocument.Member(profile: legacyText) }

  /// `nil` when a field is not what the encoder writes.
  var note: MemberNote? {
    let customer = customer.flatMap { CustomerID(text: $0) }
    let place = place.flatMap { DeclarationPlace($0) }
    let day = day.flatMap { CalendarDay($0) }
    guard customer?.description == self.customer, place?.description == self.place, day?.description == self.day,
      let cause = cause.flatMap({ MemberCause(code: $0, segment: segment, day: day) })
    else { return nil }
    return MemberNote(customer: customer, place: place, cause: cause)
  }
}

extension MemberNotes {
  /// The members as the document has them: those with a profile first.
  var documentMembers: (profiles: [PlanDocument.Member], newProfiles: [PlanDocument.Member]) {
    (
      profiles.indices.map { PlanDocument.Member(self[$0], profile: profiles[$0]) },
      newProfiles.indices.map { PlanDocument.Member(self[profiles.count + $0], profile: nil) }
    )
  }

  /// The notes of a document's members; `nil` when one is not what the encoder writes.
  ///
  /// Members without a cause, as formats 1 and 2 have them, keep the one given.
  init?(
    _ members: [PlanDocument.Member],
    newProfiles: [PlanDocument.Member] = [],
    cause: MemberCause
  ) {
    guard let profiles = MemberSet(texts: members.map { $0.profile ?? "" }),
      let customers = [CustomerID](texts: newProfiles.map { $0.cause == nil ? $0.legacyText : $0.customer ?? "" })
    else { return nil }
    self.init(profiles, newProfiles: customers, cause: cause)
    for (index, member) in (members + newProfiles).enumerated() where member.cause != nil {
      guard let note = member.note, note.cause.isOfAddition == cause.isOfAddition else { return nil }
      set(note.cause, at: index)
      if let place = note.place { set(place, at: index) }
      if let customer = note.customer { set(customer, at: index) }
    }
  }

  mutating func set(_ cause: MemberCause, for members: MemberSet) {
    for member in members { if let index = profiles.index(of: member) { set(cause, at: index) } }
  }
}

extension ChangeNotes {
  /// What formats 1 and 2 tell of causes; `nil` when a set has a member that is not changed.
  mutating func take(_ reasons: PlanDocument.Reasons?, _ origins: PlanDocument.Origins?) -> Bool {
    func sets(_ texts: [[String]]) -> [MemberSet]? {
      let sets = texts.compactMap { MemberSet(texts: $0) }
      return sets.count == texts.count ? sets : nil
    }
    if let reasons {
      guard let sets = sets([reasons.restored, reasons.foreign]), sets[0].subtracting(additions.profiles).isEmpty,
        sets[1].subtracting(removals.profiles).isEmpty
      else { return false }
      removals.set(.noLongerDeclared, for: removals.profiles)
      removals.set(.addedOutside, for: sets[1])
      additions.set(.removedOutside, for: sets[0])
    }
    guard let origins else { return true }
    guard let sets = sets([origins.included, origins.excluded, origins.expired]),
      sets[0].subtracting(additions.profiles).isEmpty, sets[1].union(sets[2]).subtracting(removals.profiles).isEmpty
    else { return false }
    for member in sets[0] where additions[member]?.cause == .listed { additions.set(.included(nil), for: [member]) }
    removals.set(.expired(nil), for: sets[2])
    removals.set(.excluded(by: nil), for: sets[1])
    return true
  }
}

extension [CustomerID] {
  /// `nil` unless every text is a number and they are ascending and unique, as the encoder writes them.
  init?(texts: [String]) {
    var customers: [CustomerID] = []
    for text in texts {
      guard let customer = CustomerID(text: text), customer.description == text, customers.last.map({ $0 < customer }) ?? true
      else { return nil }
      customers.append(customer)
    }
    self = customers
  }
}

extension MemberSet {
  /// `nil` unless every text is an id and they are ascending and unique, as the encoder writes them.
  init?(texts: [String]) {
    var ids: [ShopperProfileID] = []
    ids.reserveCapacity(texts.count)
    for text in texts {
      guard let id = ShopperProfileID(text) else { return nil }
      ids.append(id)
    }
    self.init(ascendingUnique: ids)
  }
}
