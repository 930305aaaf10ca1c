/// How the declared members of a segment relate to its live ones.
package enum MembershipMode: String, Hashable, Sendable, CaseIterable {
  /// Exactly the declared members: others are removed.
  case authoritative
  /// At least the declared members: only those that this tool added are ever removed.
  case additive
}

/// Whether a declared segment is to exist.
package enum SegmentPresence: String, Hashable, Sendable, CaseIterable {
  case present
  case absent
}

/// The limits that a manifest sets for a segment; `nil` where it says nothing.
package struct DeclaredLimits: Hashable, Sendable {
  /// `max_removals`.
  package var removals: ChangeLimit?
  /// `max_additions`.
  package var additions: ChangeLimit?
  /// `max_members`: how many members the segment may have after a run that adds any.
  package var members: Int?

  package init(removals: ChangeLimit? = nil, additions: ChangeLimit? = nil, members: Int? = nil) {
    self.removals = removals
    self.additions = additions
    self.members = members
  }

  /// These limits, and the defaults where there is none.
  package func filled(with defaults: DeclaredLimits) -> DeclaredLimits {
    DeclaredLimits(
      removals: removals ?? defaults.removals,
      additions: additions ?? defaults.additions,
      members: members ?? defaults.members
    )
  }
}

/// How many members of a segment one run may remove, or add.
package enum ChangeLimit: Hashable, Sendable {
  /// A share of the live members in percent: 0 to 100 for removals, 0 to ``maximumAdditionPercent`` for additions.
  case percent(Int)
  /// A number of members, 0 or more.
  case count(Int)

  /// The limit of removals where nobody says otherwise: a quarter of the live members.
  package static let standardRemovals = ChangeLimit.percent(25)
  /// The limit of additions where nobody says otherwise: as many as are live.
  package static let standardAdditions = ChangeLimit.percent(100)
  /// The largest share that a limit of additions may name: a hundred members may become a million.
  package static let maximumAdditionPercent = 1_000_000

  /// Reads `25%` or `1200`; `nil` for anything else, shares over `maximumPercent` among them.
  package init?(_ text: some StringProtocol, maximumPercent: Int = 100) {
    if text.last == "%" {
      guard let percent = Self.number(text.dropLast()), percent <= maximumPercent else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Self.number(text) else { return nil }
      self = .count(count)
    }
  }

  /// Whether so many changes keep the limit when so many members are live.
  package func allows(_ changes: Int, of live: Int) -> Bool { changes <= maximumChanges(of: live) }

  /// How many of so many live members may change.
  package func maximumChanges(of live: Int) -> Int {
    switch self {
    // In 128 bits, so that no count can overflow into a pass.
    case .percent(let percent): Int(clamping: Int128(live) * Int128(percent) / 100)
    case .count(let count): count
    }
  }

  /// Digits only: `Int` would take a sign as well.
  private static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}

extension ChangeLimit: CustomStringConvertible {
  /// The form that ``init(_:)`` reads.
  package var description: String {
    switch self {
    case .percent(let percent): "\(percent)%"
    case .count(let count): "\(count)"
    }
  }
}
