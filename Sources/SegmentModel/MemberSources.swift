/// Where the members of a segment came from at an apply, so that the next plan notices what is missing.
///
/// It holds profile ids, customer numbers, file names and counts, but no email. It holds no digest of an email either:
/// anyone with a list of addresses could try them all.
package struct MemberSources: Hashable, Sendable {
  /// The members that a manifest names by customer number or email, ascending by profile, each profile once.
  package private(set) var lookedUp: [LookedUpMember]
  /// Whether ``lookedUp`` is complete, so that every other member was named by its profile.
  package private(set) var isComplete: Bool
  /// The files that matched each pattern of `members_from`, relative to the manifest, sorted.
  package let files: [String: [String]]
  /// How many members each segment under `live:` had.
  package let liveCounts: [String: Int]

  package init(
    lookedUp: some Sequence<LookedUpMember> = [],
    isComplete: Bool = true,
    files: [String: [String]] = [:],
    liveCounts: [String: Int] = [:]
  ) {
    var byProfile: [ShopperProfileID: LookedUpMember] = [:]
    for member in lookedUp {
      // A member named twice stays until both lines are gone.
      let isByEmail = member.isByEmail || byProfile[member.profile]?.isByEmail == true
      byProfile[member.profile] = LookedUpMember(profile: member.profile, customer: member.customer, isByEmail: isByEmail)
    }
    self.lookedUp = byProfile.values.sorted { $0.profile < $1.profile }
    self.isComplete = isComplete
    self.files = files
    self.liveCounts = liveCounts
  }

  /// What a plan must pass to an apply: the looked-up members that are new or differ from the record.
  package func changes(since recorded: MemberSources?) -> MemberSources {
    guard let recorded else { return self }
    var changes = self
    let known = Set(recorded.lookedUp)
    changes.lookedUp.removeAll(where: known.contains)
    return changes
  }

  /// The next record: the looked-up members of the old one with these changes, without those who are no longer members.
  package func succeeding(_ recorded: MemberSources?, members: MemberSet, isComplete: Bool) -> MemberSources {
    var merged = (recorded?.lookedUp ?? []).keyed(by: \.profile)
    for member in lookedUp { merged[member.profile] = member }
    return MemberSources(
      lookedUp: merged.values.filter { members.contains($0.profile) },
      isComplete: isComplete,
      files: files,
      liveCounts: liveCounts
    )
  }

  /// Adds customers who have got a profile since.
  ///
  /// It is no longer known whether a number or an email names them, so they count as named by email.
  package func adding(_ created: [CustomerID: ShopperProfileID]) -> MemberSources {
    MemberSources(
      lookedUp: lookedUp + created.map { LookedUpMember(profile: $0.value, customer: $0.key, isByEmail: true) },
      isComplete: isComplete,
      files: files,
      liveCounts: liveCounts
    )
  }

  /// A copy to use after changes whose origin was not recorded.
  package var withUnknownMembers: MemberSources {
    var sources = self
    sources.isComplete = false
    return sources
  }
}

/// A member that was found by looking up a customer.
package struct LookedUpMember: Hashable, Sendable {
  package let profile: ShopperProfileID
  package let customer: CustomerID
  /// Whether an email names the customer, with or without a number.
  package let isByEmail: Bool

  package init(profile: ShopperProfileID, customer: CustomerID, isByEmail: Bool) {
    self.profile = profile
    self.customer = customer
    self.isByEmail = isByEmail
  }
}

extension MemberSources {
  private static let packedSize = 20
  private static let emailFlag: UInt32 = 1 << 31

  /// The looked-up members as bytes: 16 for the profile and 4 for the customer number, whose highest bit is set for an
  /// email.
  package var packed: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lookedUp.count * Self.packedSize)
    for member in lookedUp {
      member.profile.bits.appendBigEndianBytes(to: &bytes)
      let number = UInt32(member.customer.number) | (member.isByEmail ? Self.emailFlag : 0)
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// `nil` without files and live segments.
  package var names: SourceNames? {
    files.isEmpty && liveCounts.isEmpty
      ? nil
      : SourceNames(
        files: files.sorted { $0.key < $1.key }.map { SourceNames.Files(pattern: $0, paths: $1) },
        live: liveCounts.sorted { $0.key < $1.key }.map { SourceNames.Live(name: $0, count: $1) }
      )
  }

  /// Reads exactly what ``packed`` and ``names`` write; `nil` for anything else, such as members out of order.
  package init?(packed: [UInt8], _ names: SourceNames?, isComplete: Bool = true) {
    guard packed.count.isMultiple(of: Self.packedSize) else { return nil }
    let members = packed.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: Self.packedSize).map { offset in
        let number = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self))
        return CustomerID(number & ~Self.emailFlag).map { customer in
          LookedUpMember(
            profile: ShopperProfileID(bits: UUIDBits(bigEndianBytes: bytes, at: offset)),
            customer: customer,
            isByEmail: number & Self.emailFlag != 0
          )
        }
      }
    }
    self.init(
      lookedUp: members.compactMap { $0 },
      isComplete: isComplete,
      files: Dictionary((names?.files ?? []).map { ($0.pattern, $0.paths) }, uniquingKeysWith: { first, _ in first }),
      liveCounts: Dictionary((names?.live ?? []).map { ($0.name, $0.count) }, uniquingKeysWith: { first, _ in first })
    )
    guard self.packed == packed, self.names == names, liveCounts.values.allSatisfy({ $0 >= 0 }) else { return nil }
  }
}

/// The files and live segments of ``MemberSources`` in the form of state documents and plan files.
package struct SourceNames: Codable, Hashable, Sendable {
  package struct Files: Codable, Hashable, Sendable {
    let pattern: String
    let paths: [String]
  }

  package struct Live: Codable, Hashable, Sendable {
    let name: String
    let count: Int
  }

  let files: [Files]
  let live: [Live]
}
