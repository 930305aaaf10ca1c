/// What an apply knew about where the members of a segment come from, so that the next plan notices what is missing.
///
/// Holds profile ids, customer numbers, file names and counts. No email and no digest of one: a digest of an email is personal data too,
/// because whoever has a list of addresses can try them all.
package struct MemberSources: Hashable, Sendable {
  /// The members that a manifest names by customer number or email, ascending by profile, each profile once.
  package private(set) var lookedUp: [LookedUpMember]
  /// Whether ``lookedUp`` is known to be complete: every other member was named by its profile.
  package private(set) var isComplete: Bool
  /// The files that each pattern of `members_from` stood for, relative to the manifest, sorted.
  package let files: [String: [String]]
  /// How many members each segment had that the declaration names with `live:`.
  package let liveCounts: [String: Int]

  package init(
    lookedUp: some Sequence<LookedUpMember> = [],
    isComplete: Bool = true,
    files: [String: [String]] = [:],
    liveCounts: [String: Int] = [:]
  ) {
    var byProfile: [ShopperProfileID: LookedUpMember] = [:]
    for member in lookedUp {
      // A member who is named twice leaves only when both lines are gone.
      let isByEmail = member.isByEmail || byProfile[member.profile]?.isByEmail == true
      byProfile[member.profile] = LookedUpMember(profile: member.profile, customer: member.customer, isByEmail: isByEmail)
    }
    self.lookedUp = byProfile.values.sorted { $0.profile < $1.profile }
    self.isComplete = isComplete
    self.files = files
    self.liveCounts = liveCounts
  }

  /// What a plan has to carry to an apply: the looked-up members that the record does not have yet, or has otherwise.
  package func changes(since recorded: MemberSources?) -> MemberSources {
    guard let recorded else { return self }
    var changes = self
    let known = Set(recorded.lookedUp)
    changes.lookedUp.removeAll(where: known.contains)
    return changes
  }

  /// The record that follows the given one: its looked-up members with these changes, of those who are still members.
  ///
  /// `isComplete` says whether the origin of every member is known.
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

  /// The same, with customers who got a profile since; whether a number or an email names them is not known by now, so that either may.
  package func adding(_ created: [CustomerID: ShopperProfileID]) -> MemberSources {
    MemberSources(
      lookedUp: lookedUp + created.map { LookedUpMember(profile: $0.value, customer: $0.key, isByEmail: true) },
      isComplete: isComplete,
      files: files,
      liveCounts: liveCounts
    )
  }

  /// The same, after changes whose origin nobody recorded.
  package var withUnknownMembers: MemberSources {
    var sources = self
    sources.isComplete = false
    return sources
  }
}

/// A member that the store's customers were asked for.
package struct LookedUpMember: Hashable, Sendable {
  package let profile: ShopperProfileID
  package let customer: CustomerID
  /// Whether an email names the customer, perhaps beside a number.
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

  /// The looked-up members as bytes: the 16 of the profile, then the customer's number in 4, its highest bit set if an email names it.
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

  /// `nil` when there are no files and no live segments.
  package var names: SourceNames? {
    files.isEmpty && liveCounts.isEmpty
      ? nil
      : SourceNames(
        files: files.sorted { $0.key < $1.key }.map { SourceNames.Files(pattern: $0, paths: $1) },
        live: liveCounts.sorted { $0.key < $1.key }.map { SourceNames.Live(name: $0, count: $1) }
      )
  }

  /// Reads what ``packed`` and ``names`` write; `nil` for anything else, members that are not ascending among it.
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

/// The files and live segments of ``MemberSources``, as state documents and plan files have them.
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
